"""Rules as an entry page shows them, and what a result of theirs rests on."""

from explain.account import Branch
from explain.i18n import language
from explain.wording.dependence import dependence
from explain.wording.layout import Node
from register.pages.rule_views import (
    History,
    ParameterValue,
    Period,
    RuleRow,
    RuleStep,
    RulesView,
    Span,
    Written,
)

DEPENDENCE = dependence(
    [
        Node(id="part", label="Part des ressources", value="360 €", uses=("revenu",)),
        Node(
            id="reprise",
            label="Reprise de l’année passée",
            value="0 €",
            note="Ne décide pas ici.",
            decisive=False,
            uses=("revenu",),
        ),
        Node(id="aide", label="Montant de l’aide", value="42 €", uses=("part", "reprise")),
    ],
    {"revenu": Node(id="revenu", label="Revenu", value="12 000 €", given=True)},
    language("fr"),
)
TREE = Branch(
    text="Montant de l’aide : 42 €",
    parts=(
        Branch(text="Part des ressources : 360 €", parts=(Branch(text="Revenu : 12 000 €"),)),
        Branch(text="Reprise de l’année passée : 0 €", note="Ne décide pas ici."),
    ),
)
RULES = RulesView(
    steps=(
        RuleStep(
            label="Montant de l’aide",
            unit="€ par an",
            text="La première ligne qui s’applique compte :",
            rows=(
                RuleRow(label="Petit revenu", text="Si « Revenu » < 9 000 € : 40 €"),
                RuleRow(
                    label="",
                    text="Dans tous les autres cas : 20 €",
                    written=Written(text="Article 3", href=None),
                ),
            ),
            exceptions=(RuleRow(label="Exception : logement vide", text="Si oui : 0 €"),),
            rounding="Le résultat est arrondi à 1 €.",
            rounding_written=Written(text="Article 5"),
            written=Written(text="Article 2", href="https://loi.exemple/2"),
        ),
    ),
    judgements=("Aide exceptionnelle : un jugement humain, de 0 à 50 €.",),
    dependence=DEPENDENCE,
    histories=(
        History(
            label="Prix de l’eau",
            spans=(
                Span(start=0, width=40, known=True),
                Span(start=40, width=60, known=False),
            ),
            start="1er janvier 2016",
            end="1er janvier 2026",
            periods=(
                Period(
                    when="en 2016",
                    values=(ParameterValue(label="Prix de l’eau", value="3,35 €"),),
                    written=Written(text="Délibération", href="https://loi.exemple/1"),
                ),
                Period(
                    when="depuis 2017",
                    values=(),
                    gap="non publié",
                    written=Written(text="Aucun texte trouvé"),
                ),
            ),
        ),
        History(
            label="2 paramètres aux mêmes dates",
            spans=(),
            start="1er janvier 2016",
            end="1er janvier 2026",
            periods=(
                Period(
                    when="Depuis 2016",
                    values=(
                        ParameterValue(label="Petit revenu", value="9 000 €"),
                        ParameterValue(label="Part de l’eau", value="3 %"),
                    ),
                    written=Written(text="Délibération"),
                ),
            ),
        ),
    ),
)
