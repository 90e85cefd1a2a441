"""One filled context for each page, made of plausible text: what templates are tried on."""

from dataclasses import replace
from datetime import date
from typing import Any

from markupsafe import Markup

from explain.account import Account, Bar, Chart, Reason, Scene, Stage, Tale
from explain.account import Fact as AccountFact
from explain.i18n import LanguageCode
from register.pages import contexts as pages
from register.pages import frame
from register.pages import history_contexts as histories
from register.pages.assets import assets
from register.pages.compare_views import (
    BlockChange,
    ContrastRow,
    Contrasts,
    EntryChange,
    EntryChangeKind,
    FieldChange,
    Segment,
    SummaryPart,
    WholeSection,
)
from register.pages.entry_views import (
    Action,
    Artefact,
    Cell,
    DataRow,
    Download,
    EvaluationView,
    Evidence,
    Fact,
    FactGroup,
    InfluencePart,
    InfluenceRow,
    Influences,
    LabelledFact,
    LegalBasis,
    LogView,
    Source,
    StepFidelity,
    Table,
    Tombstone,
    Translation,
    VersionRef,
    VersionRow,
)
from register.pages.procedure_contexts import (
    CutoffChart,
    CutoffGroup,
    CutoffPoint,
    ProcedurePage,
)
from register.pages.views import (
    AdministrationRow,
    Alternate,
    ChangeRow,
    CriterionRow,
    EntryRow,
    Example,
    FamilyRow,
    Field,
    FieldGroup,
    Form,
    Link,
    Option,
    Pagination,
    UpkeepRow,
    WholeDownload,
)
from tests.register.templates.rule_samples import DEPENDENCE, RULES, TREE

NANTES = Link(label="Nantes Métropole", href="/fr/administrations/nantes-metropole/")
MINISTRY = Link(label="Ministère de l’enseignement supérieur", href="/fr/administrations/mesr/")
WATER = "/fr/algorithmes/tarification-solidaire-eau/"


def site(code: LanguageCode) -> frame.Site:
    files = assets()
    return frame.Site(
        name="Grand Jour",
        publisher="Ville d’Exemple",
        contact="registre@exemple.fr",
        director=None,
        host=None,
        licence=Link(
            label="Licence Ouverte 2.0",
            href="https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
        ),
        software=Link(label="Grand Jour 0.1.0", href="https://example.org/grandjour"),
        demonstration=True,
        changes=f"/{code}/changements/",
        home=f"/{code}/",
        algorithms=f"/{code}/algorithmes/",
        letter=f"/{code}/lettre/",
        about=f"/{code}/a-propos/",
        glossary=f"/{code}/glossaire/",
        accessibility=f"/{code}/accessibilite/",
        open_data=f"/{code}/donnees/",
        upkeep=f"/{code}/entretien/",
        legal=f"/{code}/mentions-legales/",
        proof=f"/{code}/preuve/",
        checkpoint="/log/entries/checkpoint",
        feed=f"/{code}/feed.atom",
        data="/algorithmes.json",
        stylesheet=files.stylesheet.path,
        icon=files.icon.path,
        fonts=tuple(font.path for font in files.fonts),
    )


def common(code: LanguageCode, tail: str = "", **more: Any) -> dict[str, Any]:
    other: LanguageCode = "en" if code == "fr" else "fr"
    return {
        "site": site(code),
        "language": code,
        "path": f"/{code}/{tail}",
        "alternates": (Alternate(language=other, href=f"/{other}/{tail}"),),
        "breadcrumb": (
            Link(label="Accueil", href=f"/{code}/"),
            Link(label="Algorithmes", href=f"/{code}/algorithmes/"),
        ),
        **more,
    }


ROWS = (
    EntryRow(
        title="Calculer le tarif solidaire de l’eau",
        href=WATER,
        summary="Calcule une aide pour les ménages dont l’eau dépasse 3 % des ressources.",
        administrations=(NANTES,),
        family="rules",
        status="in_use",
        fidelity="partial",
        automation="full",
        updated_on=date(2026, 11, 20),
    ),
    EntryRow(
        title="Ordonner les appels des candidats dans Parcoursup",
        href="/fr/algorithmes/parcoursup/",
        summary="Range les candidates et les candidats dans l’ordre où la formation les appelle.",
        administrations=(MINISTRY,),
        family="matching",
        status="in_use",
        fidelity="partial",
        automation="partial",
        updated_on=date(2026, 11, 21),
        excerpt=Markup(
            "Range les <mark>candidats</mark> dans l’ordre où la formation les appelle."
        ),
    ),
    EntryRow(
        title="Noter les demandes d’aide à la rénovation énergétique",
        href="/fr/algorithmes/aide-renovation-energetique/",
        summary="Donne des points à chaque demande d’aide. Une agente ou un agent décide.",
        administrations=(
            Link(label="Région d’Exemple", href="/fr/administrations/exemple/"),
            MINISTRY,
        ),
        family="prediction",
        status="trial",
        fidelity="illustrative",
        automation="aid",
    ),
)

CHANGES = (
    ChangeRow(
        published_on=date(2026, 11, 21),
        title="Ordonner les appels des candidats dans Parcoursup",
        href="/fr/algorithmes/parcoursup/2/",
        number=2,
        kind="correction",
        note="Le taux des boursiers est décrit avec un exemple.",
        administration="Ministère chargé de l’enseignement supérieur",
        compare_href="/fr/algorithmes/parcoursup/1-2/",
    ),
    ChangeRow(
        published_on=date(2026, 11, 1),
        title="Calculer le tarif solidaire de l’eau",
        href=WATER + "1/",
        number=1,
        kind="substance",
        note="Première publication de la fiche.",
        administration="Nantes Métropole",
    ),
)

VERSION_1 = VersionRef(
    number=1,
    href=WATER + "1/",
    standing="superseded",
    applies_from=date(2026, 11, 1),
    applies_to=date(2026, 11, 19),
    published_on=date(2026, 11, 1),
)
VERSION_2 = VersionRef(
    number=2,
    href=WATER + "2/",
    standing="in_force",
    applies_from=date(2026, 11, 20),
    published_on=date(2026, 11, 20),
)

TOMBSTONE = Tombstone(
    standing="retired",
    day=date(2026, 11, 30),
    reason="L’eau est gratuite jusqu’à 30 m³ par personne.",
    successor=Link(label="Compter l’eau gratuite", href="/fr/algorithmes/eau-gratuite/"),
    last=VERSION_2,
)

EXAMPLES = (
    Example(
        title="Famille de quatre personnes",
        outcome="Aide : 42,00 € par an",
        href=WATER + "essayer/?exemple=famille",
        summary="Deux parents, deux enfants, 12 000 € de ressources par an.",
    ),
    Example(
        title="Personne seule",
        outcome="Pas d’aide",
        href=WATER + "essayer/?exemple=seule",
        current=True,
    ),
    *(
        Example(title=f"Ménage de {size} personnes", outcome="Pas d’aide", href=f"{WATER}{size}/")
        for size in range(5, 10)
    ),
)


def entry_fields() -> dict[str, Any]:
    """Return the fields of an entry page, those of every page left out."""
    return {
        "title": "Calculer le tarif solidaire de l’eau",
        "href": WATER,
        "reference": "gj-0001",
        "administrations": (NANTES,),
        "fictional": False,
        "family": "rules",
        "status": "in_use",
        "status_fact": Fact(text="depuis 2016", sources=(1,)),
        "checked": Fact(text="20 novembre 2026", sources=(1, 2)),
        "review": Fact(text="20 novembre 2027"),
        "review_late": True,
        "fidelity": "partial",
        "fidelity_note": "Le seuil de versement n’est pas publié. Nous n’en appliquons aucun.",
        "translation": None,
        "version": VERSION_2,
        "summary": (
            "Ce calcul compare une facture d’eau théorique aux ressources du ménage. "
            "Il concerne les ménages de la métropole qui ont de faibles ressources. "
            "L’aide est versée sans demande quand la CAF connaît le ménage."
        ),
        "concerns": (
            "Oui, si vous habitez une commune de la métropole et si l’eau vous coûte plus de "
            "3 % de vos ressources. Non, si vous habitez ailleurs."
        ),
        "actions": (
            Action(
                title="Demander l’explication de votre calcul",
                text="Écrivez au service de l’eau. Donnez votre numéro de dossier.",
                delay="Sans réponse après un mois, vous avez deux mois pour saisir la CADA.",
                links=(Link(label="eau@exemple.fr", href="mailto:eau@exemple.fr"),),
                sources=(3,),
            ),
            Action(
                title="Corriger une information fausse",
                text="Dites à la CAF que vos ressources ou votre foyer ont changé.",
            ),
            Action(
                title="Contester la décision",
                text="Demandez un nouvel examen au service, puis au tribunal administratif.",
                delay="Deux mois à compter du jour où vous recevez la lettre.",
            ),
        ),
        "context": Markup("<p>La métropole a choisi cette aide en 2015.</p>"),
        "context_facts": (
            LabelledFact(label="But", fact=Fact(text="Alléger la facture des ménages.")),
        ),
        "automation": "full",
        "automation_note": "L’aide est calculée sans intervention humaine.",
        "automation_facts": (
            LabelledFact(
                label="Décision entièrement automatisée", fact=Fact(text="Oui", sources=(2,))
            ),
            LabelledFact(label="Données sensibles", fact=Fact(text="Non")),
            LabelledFact(label="Le calcul se modifie tout seul", fact=Fact(text="Non")),
            LabelledFact(label="Nombre de décisions par an", fact=Fact(gap="not_verified")),
            LabelledFact(
                label="Contrat avec le fournisseur",
                fact=Fact(gap="secret", ground="article L. 311-6 du CRPA", note="Demandé en 2026."),
            ),
        ),
        "data_used": (
            DataRow(
                label="Ressources du ménage",
                unit="euros par an",
                purpose="pour calculer la part que l’eau représente",
                source=Fact(text="Caisse d’allocations familiales", sources=(2,)),
                personal=True,
            ),
            DataRow(
                label="Nombre de personnes",
                purpose="pour calculer la facture théorique",
                source=Fact(text="Caisse d’allocations familiales"),
                personal=True,
            ),
            DataRow(label="Prix de l’eau", unit="euros par m³", source=Fact(gap="not_published")),
            DataRow(
                label="Handicap", source=Fact(text="Déclaration"), personal=True, sensitive=True
            ),
        ),
        "data_unused": ("Nationalité", "Consommation réelle", "Quartier"),
        "data_note": Markup("<p>La consommation réelle ne compte pas.</p>"),
        "method": Markup(
            "<p>Le calcul suit trois étapes.</p><ol><li>Il multiplie 30 m³ par le nombre de "
            "personnes.</li><li>Il multiplie le résultat par le prix de l’eau.</li><li>Il retire "
            "3&nbsp;% des ressources. Ce qui reste est l’aide.</li></ol>"
            '<h3 id="arrondi">Arrondi</h3><p>Au centime.<sup class="cite">'
            '<a href="#source-1" aria-label="Source 1">1</a></sup></p>'
        ),
        "step_fidelity": (
            StepFidelity(label="Le prix de l’eau est celui des délibérations.", fidelity="exact"),
            StepFidelity(label="Le seuil de versement est inconnu.", fidelity="documented"),
        ),
        "tables": (
            Table(
                caption="Prix de référence de l’eau",
                columns=(
                    Cell(text="Depuis le"),
                    Cell(text="Prix par m³", numeric=True),
                    Cell(text="Texte"),
                ),
                rows=(
                    (
                        Cell(text="1er janvier 2023"),
                        Cell(text="3,72 €", numeric=True, sources=(1,)),
                        Cell(text="Délibération du conseil métropolitain"),
                    ),
                    (
                        Cell(text="1er janvier 2019"),
                        Cell(text="3,49 €", numeric=True),
                        Cell(text="Délibération du conseil métropolitain"),
                    ),
                ),
                note="Le prix comprend l’eau potable et l’assainissement.",
            ),
        ),
        "rules": RULES,
        "influences": Influences(
            group="moyenne de 1 000 demandes fictives",
            rows="1 000",
            unit="points",
            definition="Les points placent chaque demande sur une échelle.",
            inputs=(
                InfluenceRow(
                    label="Revenu du foyer",
                    size="4,3 points",
                    share=100,
                    low=-50,
                    high=100,
                    parts=(
                        InfluencePart(
                            label="moins de 16 000 €", effect="+6,8", count="108", share=100
                        ),
                        InfluencePart(
                            label="16 000 € ou plus", effect="−3,4", count="890", share=-50
                        ),
                        InfluencePart(label="pas connu", effect="—", count="—", share=0),
                    ),
                ),
                InfluenceRow(label="Logement, en tout", size="0,39 point", share=9),
            ),
        ),
        "procedure_href": "/fr/algorithmes/x/2/demarche/",
        "try_href": WATER + "essayer/",
        "examples": EXAMPLES,
        "limits": Markup(
            "<ul><li>Une fuite d’eau ne change rien au calcul.</li>"
            "<li>Aucune évaluation n’a été publiée.</li></ul>"
        ),
        "unresolved": Markup("<p>En 2017, un couple n’a rien reçu : nous ne savons pourquoi.</p>"),
        "evaluation": EvaluationView(
            summary=(
                "Le score a été essayé sur 1 000 cas connus.",
                "Il se trompe pour 12 sur 100.",
            ),
            tables=(
                Table(
                    caption="Le score et ce qui s’est vraiment passé, en nombre de cas",
                    columns=(
                        Cell(text="Score"),
                        Cell(text="« Aidé » : oui", numeric=True),
                        Cell(text="« Aidé » : non", numeric=True),
                    ),
                    rows=(
                        (
                            Cell(text="Atteint le seuil"),
                            Cell(text="412", numeric=True),
                            Cell(text="70", numeric=True),
                        ),
                    ),
                ),
            ),
            notes=("Un tiret cache ce qui parlerait de moins de 5 personnes.",),
        ),
        "limit_groups": (
            FactGroup(
                title="Risques",
                facts=(
                    LabelledFact(
                        label="Un ménage inconnu de la CAF ne reçoit rien.",
                        fact=Fact(text="Il peut écrire à la mairie.", sources=(2,)),
                    ),
                ),
            ),
            FactGroup(title="Évaluations", whole=Fact(gap="not_published")),
        ),
        "legal_bases": (
            LegalBasis(
                title="Loi n° 2013-312 du 15 avril 2013, article 28",
                purpose="Permet d’essayer une tarification sociale de l’eau.",
                href="https://www.legifrance.gouv.fr/",
                sources=(3,),
            ),
            LegalBasis(title="Délibération du 17 décembre 2015", purpose="Crée l’aide."),
        ),
        "legal_gap": None,
        "legal_note": Markup(""),
        "legal_facts": (
            LabelledFact(
                label="Code des relations entre le public et l’administration",
                fact=Fact(text="S’applique : décision individuelle."),
            ),
        ),
        "annex": Markup("<p>Le moteur est <code>rules/1</code>.</p>"),
        "annex_groups": (
            FactGroup(
                title="Identité",
                facts=(
                    LabelledFact(label="Référence permanente", fact=Fact(text="gj-0001")),
                    LabelledFact(
                        label="Code source",
                        fact=Fact(text="portail de données", href="https://data.example/"),
                    ),
                ),
            ),
        ),
        "artefacts": (
            Artefact(
                name="rules.yaml",
                role="Règles et paramètres",
                sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                href="/algorithmes/tarification-solidaire-eau/2/rules.yaml",
            ),
            Artefact(name="fond.csv", role="Population de référence", sha256="0" * 64),
        ),
        "history_href": WATER + "historique/",
        "versions": 2,
        "history": (
            VersionRow(
                version=VERSION_2,
                kind="correction",
                note="Le prix de 2023 est ajouté avec sa source.",
                compare_href=WATER + "1-2/",
            ),
            VersionRow(
                version=VERSION_1, kind="substance", note="Première publication de la fiche."
            ),
        ),
        "downloads": (
            Download(
                label="Toute la fiche",
                href="/algorithmes/tarification-solidaire-eau/2.json",
                format="JSON",
                size="12 ko",
            ),
            Download(label="Le texte", href="/algorithmes/eau/2/fr.md", format="Markdown"),
        ),
        "citation": (
            "Nantes Métropole, « Calculer le tarif solidaire de l’eau », Grand Jour, version 2, "
            "20 novembre 2026."
        ),
        "permalink": "https://registre.exemple.fr/fr/algorithmes/tarification-solidaire-eau/2/",
        "report": Link(
            label="Signaler une erreur",
            href="mailto:registre@exemple.fr?subject=tarification-solidaire-eau",
        ),
        "sources": (
            Source(
                number=1,
                title="Prix de l’eau",
                publisher="Nantes Métropole",
                href="https://metropole.nantes.fr/",
                dated=Fact(text="janvier 2023"),
                seen_on=date(2026, 11, 20),
            ),
            Source(
                number=2,
                title="Inventaire des algorithmes",
                dated=Fact(gap="not_verified"),
                status="secondary",
                seen_on=date(2026, 11, 20),
                note="Le code source n’a pas pu être lu.",
            ),
            Source(number=3, title="Code des relations entre le public et l’administration"),
        ),
    }


ACCOUNT = Account(
    language="fr",
    outcome="Le calcul donne 41 points à votre demande.",
    summary=(
        "Il faut au moins 50 points cette année.",
        "Chaque demande part de 46 points, la moyenne des demandes reçues en 2025.",
    ),
    reasons=(
        Reason(
            label="Revenu du foyer",
            value="31 200 € par an",
            sentence="Votre revenu : le calcul retire 6 points.",
            direction=-1,
        ),
        Reason(
            label="Classe énergétique",
            value="D",
            sentence="Votre logement classé D : le calcul retire 4 points.",
            direction=-1,
        ),
        Reason(
            label="Enfants à charge",
            value="3",
            sentence="Vos enfants à charge : le calcul ajoute 3 points.",
            direction=1,
        ),
    ),
    others="Vos autres informations : le calcul ajoute 2 points en tout.",
    chart=Chart(
        title="Ce que chaque information ajoute ou retire",
        description="Revenu : moins 6 points. Classe : moins 4. Enfants : plus 3. Autres : plus 2.",
        bars=(
            Bar(label="Revenu du foyer", text="−6 points", share=-1.0),
            Bar(
                label="Classe énergétique du logement avant les travaux demandés par le foyer",
                text="−4 points",
                share=-0.667,
            ),
            Bar(label="Enfants à charge", text="+3 points", share=0.5),
            Bar(label="Autres informations", text="+2 points", share=0.333),
            Bar(label="Année de construction", text="0 point", share=0.0),
        ),
    ),
    table=(
        AccountFact(label="Départ : moyenne des demandes de 2025", value="46"),
        AccountFact(label="Revenu du foyer : 31 200 € par an", value="−6"),
        AccountFact(label="Classe énergétique : D", value="−4"),
        AccountFact(label="Enfants à charge : 3", value="+3"),
        AccountFact(label="Autres informations", value="+2"),
        AccountFact(label="Total", value="41"),
    ),
    changes=(
        "Avec un logement classé F ou G, le calcul donnerait entre 52 et 56 points.",
        "Tout le reste resterait pareil. Nous ne vous demandons pas de changer de situation.",
    ),
    contribution=(
        "Le calcul aide à préparer la décision.",
        "Une agente ou un agent lit la demande et décide.",
    ),
    data=(
        AccountFact(label="Revenu du foyer", value="31 200 € par an", note="avis d’imposition"),
        AccountFact(label="Classe énergétique", value="D", note="diagnostic du logement"),
    ),
    parameters=(
        AccountFact(
            label="Seuil",
            value="50 points",
            note="règlement de l’aide, article 4",
            url="https://example.org/reglement",
        ),
    ),
    operations=(
        Stage(
            label="Ajouter les points de chaque information à la moyenne.",
            result="41 points",
            formula="moyenne + revenu + classe + enfants + autres",
            numbers="46 − 6 − 4 + 3 + 2",
            reference="règlement de l’aide, article 5",
            url="https://example.org/reglement",
        ),
        Stage(label="Comparer au seuil.", result="moins que 50 points", reference="article 4"),
    ),
    limits=(
        "Ces points ne jugent pas votre situation.",
        "Sur 100 demandes proches de la vôtre, 22 ont été acceptées l’an dernier.",
    ),
    provenance=(
        AccountFact(label="Moteur", value="score/1"),
        AccountFact(label="Fichier", value="score.yaml", note="sha256:" + "9f86d081884c7d65" * 4),
    ),
    warning="Ceci est une illustration : le vrai modèle n’est pas public.",
)


def form(*, wrong: bool = False) -> Form:
    return Form(
        action=WATER + "essayer/",
        groups=(
            FieldGroup(
                legend="Votre foyer",
                fields=(
                    Field(
                        id="ressources",
                        label="Ressources du ménage",
                        control="number",
                        value="douze mille" if wrong else "12000",
                        help="Toutes les ressources, pour une année.",
                        unit="euros par an",
                        error="Écrivez un nombre, par exemple 12 000." if wrong else None,
                    ),
                    Field(
                        id="personnes",
                        label="Nombre de personnes",
                        control="number",
                        value="4",
                        unit="personnes",
                    ),
                    Field(
                        id="caf",
                        label="La CAF connaît-elle votre foyer ?",
                        control="radio",
                        help="Vous recevez une allocation de la CAF.",
                        options=(
                            Option(value="true", label="Oui", selected=not wrong),
                            Option(value="false", label="Non"),
                        ),
                        error="Choisissez une réponse." if wrong else None,
                    ),
                ),
            ),
            FieldGroup(
                legend=None,
                fields=(
                    Field(
                        id="commune",
                        label="Commune",
                        control="select",
                        options=(
                            Option(value="nantes", label="Nantes", selected=True),
                            Option(value="reze", label="Rezé"),
                        ),
                        required=False,
                    ),
                    Field(id="date", label="Date", control="date", value="2026-11-23"),
                    Field(id="nom", label="Nom de la rue", control="text", required=False),
                ),
            ),
        ),
        examples=EXAMPLES,
        error="Le nombre de personnes et la commune ne vont pas ensemble." if wrong else None,
    )


def home(code: LanguageCode) -> pages.HomePage:
    return pages.HomePage(
        **common(code) | {"breadcrumb": ()},
        total=4,
        families=(
            FamilyRow(family="rules", href=f"/{code}/algorithmes/?family=rules", count=1),
            FamilyRow(family="matching", href=f"/{code}/algorithmes/?family=matching", count=1),
            FamilyRow(family="prediction", href=f"/{code}/algorithmes/?family=prediction", count=2),
        ),
        changes=CHANGES,
        administrations=(
            AdministrationRow(
                name="Nantes Métropole", href=NANTES.href, count=1, kind="intercommunality"
            ),
            AdministrationRow(
                name="Ministère chargé de l’enseignement supérieur",
                href="/fr/administrations/mesr/",
                count=2,
                kind="ministry",
            ),
        ),
    )


def listing(code: LanguageCode, query: str = "candidats", found: int = 3) -> pages.ListPage:
    return pages.ListPage(
        **common(code, "algorithmes/", data="/algorithmes.json"),
        query=query,
        families=(
            Option(value="rules", label="", count=1, selected=True),
            Option(value="matching", label="", count=1),
            Option(value="prediction", label=""),
        ),
        administrations=(Option(value="nantes-metropole", label="Nantes Métropole", count=1),),
        statuses=(Option(value="in_use", label="", count=2), Option(value="retired", label="")),
        total=found,
        results=ROWS[:found],
        pagination=Pagination(page=1, pages=2, next_href="?page=2") if found else None,
    )


def administration(code: LanguageCode) -> pages.AdministrationPage:
    return pages.AdministrationPage(
        **common(code, "administrations/nantes-metropole/"),
        name="Nantes Métropole",
        kind="intercommunality",
        fictional=True,
        summary="Réunit 24 communes et gère l’eau, les transports et la voirie.",
        facts=(
            LabelledFact(label="SIREN", fact=Fact(text="244 400 404")),
            LabelledFact(
                label="Délégué à la protection des données", fact=Fact(gap="not_published")
            ),
        ),
        entries=ROWS[:1],
        changes=CHANGES[1:],
    )


def entry(code: LanguageCode, **changes: Any) -> pages.EntryPage:
    fields = entry_fields()
    if code == "en":
        fields["translation"] = Translation(
            original=Link(label="Calculer le tarif solidaire de l’eau", href=WATER), outdated=True
        )
    more = common(code, "algorithmes/tarification-solidaire-eau/", data="/algorithmes/eau.json")
    return pages.EntryPage(**more | fields | changes)


def version(code: LanguageCode, shown: VersionRef = VERSION_1) -> pages.VersionPage:
    return pages.VersionPage(
        **common(code, f"algorithmes/tarification-solidaire-eau/{shown.number}/"),
        **entry_fields() | {"version": shown},
        kind="substance",
        note="Première publication de la fiche.",
        author="administration",
        digest="sha256:" + "9f86d081884c7d65" * 4,
        evidence=Evidence(
            line=3,
            lines=11,
            root="gfhICN8zqt+v6HgB+/2HAxefqffy/GZPMVAHaNFg/zk=",
            checkpoint_href="/log/entries/checkpoints/11",
            proof_href="/log/entries/proofs/tarification-solidaire-eau/1.tlog-proof",
            line_href="/log/entries/proofs/tarification-solidaire-eau/1.json",
        ),
        successor=VERSION_2,
        compare_href=None,
    )


def _runs(before: str, gone: str, came: str, after: str) -> tuple[Segment, ...]:
    return (
        Segment(kind="same", text=before),
        Segment(kind="deleted", text=gone),
        Segment(kind="inserted", text=came),
        Segment(kind="same", text=after),
    )


def comparison(code: LanguageCode) -> histories.ComparePage:
    return histories.ComparePage(
        **common(code, "algorithmes/tarification-solidaire-eau/1-2/"),
        title="Calculer le tarif solidaire de l’eau",
        older=VERSION_1,
        newer=VERSION_2,
        note="Le prix de 2023 est ajouté avec sa source.",
        summary=(
            SummaryPart(
                title="Le calcul",
                sentences=("Le prix de référence passe de 3,49 € à 3,72 €.",),
            ),
            SummaryPart(title="Ce que la fiche en dit", sentences=("Une source est ajoutée.",)),
        ),
        contrasts=CONTRASTS,
        fields=(
            FieldChange(
                part="Paramètres",
                label="Prix de référence",
                change="changed",
                before=(Segment(kind="deleted", text="3,49 €"), Segment(kind="same", text=" / m³")),
                after=(Segment(kind="inserted", text="3,72 €"), Segment(kind="same", text=" / m³")),
            ),
            FieldChange(
                part="Paramètres",
                label="Empreinte du fichier",
                change="removed",
                before=(Segment(kind="deleted", text="sha256:" + "9f86d081884c7d65" * 4),),
                after=(),
            ),
            FieldChange(
                part="Sources",
                label="Prix de l’eau",
                change="added",
                before=(),
                after=(Segment(kind="inserted", text="Nantes Métropole, 1er janvier 2023"),),
            ),
        ),
        blocks=(
            BlockChange(
                heading="Comment l’algorithme compte",
                change="changed",
                segments=_runs("Il multiplie le résultat par ", "3,49 €", "3,72 €", ", le prix."),
            ),
        ),
        whole=(
            WholeSection(
                heading="Comment l’algorithme compte",
                blocks=(
                    BlockChange(
                        heading="Comment l’algorithme compte",
                        change="same",
                        segments=(Segment(kind="same", text="Il part du volume."),),
                    ),
                ),
            ),
        ),
        pairs=(Link(label="Versions 1 et 3", href=WATER + "1-3/"),),
        files=(Link(label="Tout en données (JSON)", href="/algorithmes/x/1-2.json"),),
    )


ROW = ContrastRow(
    title="Famille de quatre personnes",
    effect="decision",
    before="Le calcul donne 46 points.",
    after="Le calcul donne 52 points.",
    notes=("La version 1 ne regarde pas : Chauffage.",),
    href=WATER + "exemples/famille/",
)
CONTRASTS = Contrasts(
    sentences=("3 exemples sont passés par les deux versions.",),
    changed=(
        ROW,
        replace(ROW, effect="value", notes=(), href=None),
        replace(ROW, effect="not_comparable", after="Il lui faut une autre donnée."),
    ),
    same=(replace(ROW, effect="same"),),
    form_href=WATER + "1-2/essayer/",
)


def contrast(code: LanguageCode, **more: Any) -> histories.ContrastPage:
    return histories.ContrastPage(
        **common(code, "algorithmes/tarification-solidaire-eau/1-2/essayer/", indexed=False),
        title="Calculer le tarif solidaire de l’eau",
        older=VERSION_1,
        newer=VERSION_2,
        compare_href=WATER + "1-2/",
        **{"form": form()} | more,
    )


def changes(code: LanguageCode) -> histories.ChangesPage:
    entry_change = EntryChange(
        kind="added",
        title="Calculer le tarif solidaire de l’eau",
        href=WATER,
        sentences=("Le seuil est passé de 3 % à 4 %.",),
        releases=CHANGES,
        compare_href=WATER + "1-2/",
    )
    kinds: tuple[EntryChangeKind, ...] = ("changed", "announced", "retired", "merged", "retracted")
    return histories.ChangesPage(
        **common(code, "changements/"),
        since=date(2025, 11, 30),
        until=date(2026, 11, 30),
        action=f"/{code}/changements/",
        entries=(
            entry_change,
            *(
                replace(entry_change, kind=kind, sentences=(), releases=(), successor=NANTES)
                for kind in kinds
            ),
        ),
        total=7,
    )


def trial(code: LanguageCode, *, wrong: bool = False) -> pages.TryPage:
    return pages.TryPage(
        **common(code, "algorithmes/tarification-solidaire-eau/essayer/"),
        title="Calculer le tarif solidaire de l’eau",
        version=VERSION_2,
        fidelity="partial",
        fidelity_note="Le seuil de versement n’est pas publié.",
        form=form(wrong=wrong),
    )


def result(code: LanguageCode, account: Account = ACCOUNT) -> pages.ResultPage:
    return pages.ResultPage(
        **common(code, "algorithmes/aide-renovation-energetique/essayer/", indexed=False),
        title="Noter les demandes d’aide à la rénovation énergétique",
        version=VERSION_2,
        fidelity="illustrative",
        fidelity_note="",
        form=form(),
        account=replace(account, language=code),
    )


def error(code: LanguageCode) -> pages.ErrorPage:
    return pages.ErrorPage(
        **common(code, indexed=False) | {"breadcrumb": ()},
        status=404,
        code="R101",
        problem="La fiche « tarif-eau » n’existe pas.",
        hint="Vérifiez l’adresse, ou cherchez le nom de l’algorithme.",
    )


def open_data(code: LanguageCode) -> pages.OpenDataPage:
    return pages.OpenDataPage(
        **common(code, "donnees/"),
        downloads=(
            WholeDownload(
                label="Le dossier du registre",
                description="Chaque fichier publié, octet pour octet.",
                href="/registre.zip",
                format="ZIP",
                size="316 ko",
                digest=f"sha256:{'0' * 64}",
            ),
        ),
        example="http://127.0.0.1:8000/algorithmes.json",
    )


def upkeep(code: LanguageCode) -> pages.UpkeepPage:
    criteria = (
        CriterionRow(label="Sa vérification n’est pas en retard", verdict="unmet", items=()),
        CriterionRow(
            label="Il ne reste aucun fait à vérifier",
            verdict="unmet",
            items=("Coût", "Fournisseurs"),
        ),
        CriterionRow(label="Un texte de droit est cité", verdict="met", items=()),
        CriterionRow(label="Chaque lien a répondu", verdict="unknown", items=()),
        CriterionRow(label="Des exemples sont donnés", verdict="not_applicable", items=()),
    )
    row = UpkeepRow(
        entry=Link(label="Calculer l’aide à la facture d’eau", href=WATER),
        review_due=date(2026, 6, 1),
        days_late=175,
        met=1,
        total=4,
        criteria=criteria,
    )
    return pages.UpkeepPage(
        **common(code, "entretien/"),
        day=date(2026, 11, 23),
        links_tried_on=date(2026, 11, 20),
        late=1,
        broken=2,
        stale=0,
        criteria=tuple(item.label for item in criteria),
        entries=(row, replace(row, days_late=0, review_due=date(2027, 6, 1))),
    )


def procedure(code: LanguageCode) -> ProcedurePage:
    rows = (
        AccountFact(label="Turgot", value="e2 demande une place.", note="Une place réservée."),
        AccountFact(label="Buffon", value="Il y a de la place pour toutes."),
    )
    heads = (Cell(text="Lycée"), Cell(text="Année"), Cell(text="Seuil", numeric=True))
    table = Table(
        caption="Seuils de tours inventés, par année",
        columns=heads,
        rows=((Cell(text="Turgot"), Cell(text="2021"), Cell(text="41 500,25", numeric=True)),),
        note="Un tiret dit que le nombre n’est pas publié.",
    )
    chart = CutoffChart(
        title="Seuils de tours inventés, par année",
        description="Turgot, 2021 : 41 500,25 ; Buffon, 2021 : capacité non atteinte.",
        low="40 900",
        high="41 500,25",
        points=(
            CutoffPoint(label="Turgot, 2021", text="41 500,25", place=100.0),
            CutoffPoint(label="Buffon, 2021", text="capacité non atteinte", place=None),
        ),
    )
    return ProcedurePage(
        **common(code, "algorithmes/affelnet-paris/2/demarche/"),
        title="Affecter les élèves dans les lycées de Paris",
        version=VERSION_1,
        fidelity="partial",
        fidelity_note="Le passage des notes aux points n’est pas reproduit.",
        contribution=("Les points classent les élèves.", "Le calcul est automatique."),
        method=("Chaque personne écrit ses vœux.", "Chaque personne demande son premier vœu."),
        tale=Tale(
            title="Tour inventé",
            source="Exemple inventé",
            opening=("Deux personnes inventées participent.",),
            places=rows,
            people=rows,
            scenes=(Scene(title="Tour 1", lines=rows), Scene(title="Tour 2", lines=rows)),
            closing=("Les places sont définitives.",),
            results=rows,
        ),
        examples=entry(code).examples,
        cutoffs=tuple(
            CutoffGroup(
                title="Seuils inventés" if invented else "Seuils publiés",
                invented=invented,
                scope="Année : 2021. 1 seuil.",
                chart=chart if invented else None,
                table=table,
            )
            for invented in (False, True)
        ),
        no_cutoff=None,
        check="Tapez vos vœux.",
        try_href="/fr/algorithmes/affelnet-paris/essayer/",
    )


def every(code: LanguageCode) -> dict[str, frame.Page]:
    """Return one page of each kind, and the variants that print other things."""
    plain = common(code, "page/")
    draft = replace(VERSION_1, standing="draft", published_on=None)
    return {
        "home": home(code),
        "home-empty": replace(home(code), changes=(), total=1),
        "list": listing(code),
        "list-empty": listing(code, query="<b>eau", found=0),
        "administration": administration(code),
        "entry": entry(code),
        "entry-bare": entry(
            code,
            tables=(),
            rules=None,
            influences=None,
            examples=(),
            procedure_href=None,
            try_href=None,
            sources=(),
            review=None,
            status_fact=None,
        ),
        "entry-illustrative": entry(
            code, fidelity="illustrative", automation="aid", family="prediction"
        ),
        "entry-retired": entry(code, tombstone=TOMBSTONE),
        "entry-merged": entry(code, tombstone=replace(TOMBSTONE, standing="merged", last=None)),
        "entry-withdrawn": entry(
            code, tombstone=replace(TOMBSTONE, standing="retracted", successor=None)
        ),
        "procedure": procedure(code),
        "procedure-bare": replace(
            procedure(code),
            tale=None,
            examples=(),
            cutoffs=(),
            no_cutoff="Un ordre d’appel donne des rangs et pas de places.",
        ),
        "history": histories.HistoryPage(
            **common(code, "algorithmes/tarification-solidaire-eau/historique/"),
            title="Calculer le tarif solidaire de l’eau",
            href=WATER,
            current=2,
            history=entry(code).history,
        ),
        "version": version(code),
        "version-draft": version(code, draft),
        "compare": comparison(code),
        "compare-same": replace(
            comparison(code),
            summary=(),
            fields=(),
            blocks=(),
            whole=(),
            pairs=(),
            contrasts=None,
        ),
        "contrast": contrast(code),
        "contrast-wrong": contrast(code, form=form(wrong=True), result=ROW),
        "changes": changes(code),
        "changes-none": replace(changes(code), entries=(), total=0),
        "try": trial(code),
        "try-wrong": trial(code, wrong=True),
        "result": result(code),
        "result-rules": result(
            code,
            replace(
                ACCOUNT,
                chart=None,
                reasons=(),
                others="",
                warning="",
                tree=TREE,
                dependence=DEPENDENCE,
            ),
        ),
        "open-data": open_data(code),
        "upkeep": upkeep(code),
        "upkeep-untried": replace(upkeep(code), links_tried_on=None, broken=0),
        "letter": pages.LetterPage(**plain),
        "about": pages.AboutPage(**plain),
        "glossary": pages.GlossaryPage(**plain),
        "accessibility": pages.AccessibilityPage(**plain),
        "legal": pages.LegalPage(**plain),
        "proof": pages.ProofPage(
            **plain,
            log=LogView(
                name="registre.exemple.fr/log/entries",
                lines=11,
                root="gfhICN8zqt+v6HgB+/2HAxefqffy/GZPMVAHaNFg/zk=",
                key="registre.exemple.fr/log/entries+206581ad+Aatmd2BKKtfWXl2zYOWGXTPB1RE57az",
                demonstration=True,
                checkpoint_href="/log/entries/checkpoint",
                keys_href="/log/entries/keys",
            ),
            verifier="/verifier.py",
            ledger="/ledger.jsonl",
            address="https://registre.exemple.fr",
        ),
        "error": error(code),
        "moved": histories.MovedPage(
            **common(code, "algorithmes/tarif-eau/", indexed=False) | {"breadcrumb": ()},
            href=f"/{code}/entry",  # a page that is there, since browsers go to it at once
        ),
    }
