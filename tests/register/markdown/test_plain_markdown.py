"""What is read of plain Markdown without the parser is what the parser reads."""

from hypothesis import given, settings
from hypothesis import strategies as st

from register.entry import markdown
from register.entry.body import read_body
from register.entry.front_matter import split
from register.entry.plain_markdown import Plain, read_plain
from tests.register.published import ENTRIES

LINES = st.sampled_from(
    [
        *("", " ", "  ", "\u00a0", "La ville a choisi en 2016 [@texte].", "Le 3. mai", "3. mai"),
        *("- Un point", "-  Deux", "- - trois", "-", "---", "===", "+ plus", "- 2 fois", "12) a"),
        *("suite de la ligne  ", "  suite", "    code", "\tcode", "2025 [@a; @b, @c]", "1.5 fois"),
        *("[@texte]: suite", "[@texte](x)", "[@ texte]", "- [@texte]", "[lien](#a)", "# Titre"),
        *("> cité", "```", "*fort*", "a_b_c", "<b>", "&amp;", "a | b", "- | -", "\\", "`a`"),
        *("« Un mot », dit-il [@a]\u202f[@b] !", "(en note)", "Fin :", "- item :", "https://a.fr"),
    ]
)
TEXTS = st.lists(LINES, max_size=8).map("\n".join)
SIGNS = st.text("aé1 -\n.[]@;:=+*_()!«’\u00a0²", max_size=40)


def parsed(text: str) -> Plain:
    """Read a text with the parser: a last paragraph that is marked up leaves it no choice."""
    marked = f"{text}\n\n*end*"
    assert read_plain(marked) is None
    words = markdown.to_text(marked).removesuffix("end").removesuffix("\n")
    return Plain(words, markdown.cited(marked))


@settings(max_examples=1000)
@given(TEXTS | SIGNS)
def test_a_plain_text_says_what_the_parser_reads(text: str) -> None:
    plain = read_plain(text)
    assert plain is None or plain == parsed(text)


def test_paragraphs_lists_and_citations_are_plain() -> None:
    text = "La ville\nl’a choisi [@a]. [@b; @a]\n- Un\n- Deux [@c]\nencore\n\nTrois"
    wanted = "La ville l’a choisi.\nUn\nDeux encore\nTrois"
    assert read_plain(text) == Plain(wanted, ("a", "b", "c")) == parsed(text)


def test_most_sections_of_the_register_are_plain_and_read_the_same() -> None:
    texts = [
        section.text
        for path in sorted(ENTRIES.glob("*/*/*.md"))
        for section in read_body(split(path.read_bytes(), path.name).body, path.name)[0].sections
    ]
    found = [(text, plain) for text in texts if (plain := read_plain(text))]
    assert len(found) > len(texts) / 2
    assert all(plain == parsed(text) for text, plain in found)
