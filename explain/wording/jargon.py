"""Words that plain texts avoid, by language, and acronyms that everybody knows.

The lists follow the advice of the French committee on administrative language (COSLA) and
of the UK government's style guide in their spirit; the choice of words is ours.
"""

import re
from collections.abc import Mapping

from explain.i18n import LanguageCode

JARGON: Mapping[LanguageCode, tuple[str, ...]] = {
    "fr": (
        "à l’encontre de",
        "à l’effet de",
        "afférent",
        "afférente",
        "afférents",
        "afférentes",
        "au titre de",
        "aux fins de",
        "ci-après",
        "coefficient",
        "contrefactuel",
        "covariable",
        "diligenter",
        "dûment",
        "eu égard à",
        "feature",
        "idoine",
        "il appert",
        "il convient de",
        "in fine",
        "ledit",
        "ladite",
        "lesdits",
        "logit",
        "log-odds",
        "logarithme",
        "machine learning",
        "nonobstant",
        "obérer",
        "pondération",
        "pondérations",
        "quantile",
        "régression logistique",
        "score de risque",
        "shap",
        "sous réserve de",
        "sus-indiqué",
        "susmentionné",
        "susmentionnée",
        "susvisé",
        "susvisée",
        "variable explicative",
    ),
    "en": (
        "aforementioned",
        "coefficient",
        "commence",
        "counterfactual",
        "covariate",
        "duly",
        "endeavour",
        "feature",
        "forthwith",
        "hereby",
        "herein",
        "hereinafter",
        "in accordance with",
        "in respect of",
        "inter alia",
        "log-odds",
        "logistic regression",
        "logit",
        "notwithstanding",
        "pursuant to",
        "quantile",
        "shap",
        "thereof",
        "utilise",
        "weighting",
    ),
}

CAUSAL: Mapping[LanguageCode, re.Pattern[str]] = {
    "fr": re.compile(
        r"\b(?:car|parce que|puisque|donc|à cause de|en raison de|du fait de)\b", re.IGNORECASE
    ),
    "en": re.compile(
        r"\b(?:because|since you|due to|therefore|on account of|as a result)\b", re.IGNORECASE
    ),
}

KNOWN_ACRONYMS = frozenset({"EUR", "FR", "EN", "PDF", "QR", "SMS", "TVA", "VAT", "CAF", "UE", "EU"})
"""Acronyms that need no words beside them, and Roman numerals up to twenty."""
KNOWN_ACRONYMS |= {"II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII", "XV", "XX"}
