"""The trainer's guide: chapters are slides, claims fall with their support, time is kept."""

from __future__ import annotations

import re
import shlex
from functools import cache
from pathlib import Path

import click
import msgspec
import pytest
import yaml
from support.assessed import assessed

from advisor.commands.group import advisor as advisor_command
from advisor.explanation.lesson_plan import (
    Claim,
    LessonPlan,
    PlanSlide,
    carried,
    load_lesson_plan,
)
from advisor.presentation.picture import picture_of
from advisor.presentation.slides import (
    WORDS_A_MINUTE,
    Slide,
    Slides,
    slides_markdown,
    slides_of,
)
from advisor.presentation.supposable import SupposableAnswers

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "trainers-guide.md"
NAMES = ("20", "45", "90")
VILLAGE = "02-village-high-school"
HEARD = ("families-who-chose-it", "district", "state-education-department")


@cache
def plan(name: str) -> LessonPlan:
    return load_lesson_plan(name)


@cache
def lesson(name: str) -> Slides:
    return slides_of(plan(name))


def chapter(name: str) -> str:
    text = GUIDE.read_text("utf-8")
    return re.split(r"<!-- (?:lesson \d+|end) -->\n", text)[1 + NAMES.index(name)]


def claims() -> list[tuple[str, Claim]]:
    found = {}
    for name in NAMES:
        for slide in plan(name).slides:
            case = Path(slide.case or plan(name).case).parent.name
            told = (*slide.say, *slide.instead, *slide.facts)
            found.update({(case, claim.says): claim for claim in told})
    return [(case, claim) for (case, _), claim in found.items()]


CLAIMS = claims()


@pytest.mark.parametrize("name", NAMES)
def test_a_chapter_is_the_slides_with_their_notes(name: str, refresh: bool):
    today = slides_markdown(lesson(name))
    if refresh:
        text = GUIDE.read_text("utf-8")
        at = re.compile(rf"(<!-- lesson {name} -->\n).*?(?=<!-- (?:lesson|end))", re.DOTALL)
        GUIDE.write_text(at.sub(lambda one: one[1] + today, text), "utf-8")
    assert chapter(name) == today


# ---- claims ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "claim"),
    [(case, one) for case, one in CLAIMS if not one.rests_on],
    ids=lambda one: one.says[:50] if isinstance(one, Claim) else one,
)
def test_a_claim_falls_with_its_support_and_with_nothing_less(case: str, claim: Claim):
    assert carried(claim, assessed(case))


def rests(claim: Claim, case: str) -> bool:
    """Whether rules that fire in the case rest on the statements that a claim names."""
    found = assessed(case)
    reasons = map(found.narrator.reason, found.consultation.firings)
    return set(claim.rests_on) <= {one for reason in reasons for one in reason.statements}


def test_a_claim_of_the_theory_rests_on_statements_that_the_case_is_judged_by():
    told = [(case, one) for case, one in CLAIMS if one.rests_on]
    assert len(told) > 4
    assert [one.says for case, one in told if not rests(one, case)] == []


PATH = "path:district-virtual-school"


@pytest.mark.parametrize(
    "claim",
    [
        # the money, said to hold the path, which stays without it
        Claim("", PATH, without=("money.state-money-per-pupil.signed=no",)),
        # one of two channels, where the other is enough
        Claim("", "member:district", without=("parties.district.supplies=no",)),
        # more than is needed
        Claim(
            "",
            "route:new-home",
            without=("change.kind=upgrade", "money.state-money-per-pupil.signed=no"),
        ),
        # what does not hold at all
        Claim("", "path:hold", without=("change.kind=upgrade",)),
        Claim("", "member:voters", without=("parties.voters.votes=no",)),
        # what the file does not say
        Claim("", answers=("client.learners-at-start=50", "change.online-core=no")),
        Claim("", answers=("change.summary=five days a week",)),
        Claim("", answers=("sources=after voters refuse bond issue",)),
    ],
    ids=lambda one: " ".join((one.why, *one.without, *one.answers)),
)
def test_a_claim_that_its_support_does_not_carry_is_red(claim: Claim):
    assert not carried(claim, assessed(VILLAGE))


def test_a_claim_on_a_statement_that_no_rule_here_rests_on_is_red():
    assert not rests(Claim("", rests_on=("L012",)), VILLAGE)


ASKED = re.compile(
    "(Add|Ask|Begin|Do|Everybody|Find|Hands|Have|Let|Look|Name|Open|Point|Read|Say|Show|Suppose|"
    "Take|Try|Vote|Walk|Write) "
)
"""How a sentence begins that asks the speaker or the class for something, and claims nothing."""
OF_THE_CLASS = re.compile("(Some|Somebody|Most|Many) ")
"""How a sentence begins that tells what a class will say, be it right or wrong."""
NAMED = (
    # how the picture is read, which a test below looks up in the picture
    "Solid line, supplies; dashes, rules; dots, votes.", "Thicker, could stop it sooner.",
    "Green and +, for it.", "Dashed border, not their own word.",
    # what a case of one's own needs, and what no rule knows
    "Who leads, what kind of change, where it is planned.", "What is fair.",
    "Three parties, each with its channel, its weight and its stance.",
    "Whether the work is good for children.", "What people did to each other before.",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_what_a_slide_and_its_notes_say_is_carried_or_asks_for_something(name: str):
    bare = []
    for slide in plan(name).slides:
        left = " ".join((*slide.text, slide.ask, slide.expected, slide.notes))
        for claim in slide.facts:
            assert claim.says in left, claim.says
            left = left.replace(claim.says, "")
        for one in re.split(r"(?<=[.?!])”?\s+", left):
            sentence = one.strip("“” ")
            asks = not sentence or sentence.endswith("?") or ASKED.match(sentence)
            if (
                not (asks or OF_THE_CLASS.match(sentence))
                and sentence not in NAMED
                and "…" not in sentence
            ):
                bare.append(sentence)
        assert bool(slide.misunderstanding) == bool(slide.instead), slide.title
        assert re.fullmatch("“[^”]+”|", slide.misunderstanding), slide.misunderstanding
    assert bare == []


def test_the_picture_is_read_as_the_notes_say():
    picture = picture_of(assessed(VILLAGE), "district-virtual-school")
    families, district, state = sorted(picture.spokes, key=lambda one: one.name[0] == "S")[:3]
    assert families.power > state.power and {families.sign, district.sign} == {"+"}
    assert (families.channel, district.channel) == ("resources", "regulation")

    def dashed(**other: object) -> list[str]:
        one = msgspec.structs.replace(families, **{"heard": True, **other})
        svg = msgspec.structs.replace(picture, spokes=(one,)).svg(large=True)
        return re.findall(r'dasharray="([^"]+)"', svg)

    assert dashed(channel="resources") == ["none", "none"]  # its line, its border
    dashes, dots = dashed(channel="regulation")[0], dashed(channel="governance")[0]
    assert int(dots.split()[0]) < int(dashes.split()[0]) / 2
    assert dashed(heard=False)[1] != "none"


# ---- questions, time -------------------------------------------------------------------------


def screen(slide: Slide) -> str:
    """What a class reads on a slide."""
    return " ".join(
        f"{one.lead}{' ' if one.lead.endswith('?') else ': ' if one.lead else ''}{one.text}"
        for one in slide.lines
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_to_every_question_stands_on_the_next_slide_with_rule_and_article(name: str):
    slides = lesson(name).slides
    asked = [at for at, one in enumerate(plan(name).slides) if one.ask]
    assert len(asked) > 4
    for at in asked:
        seen = plan(name).slides[at].seen
        assert seen and seen in screen(slides[at + 1]), slides[at].title
        assert seen not in screen(slides[at]), slides[at].title
        leads = [one.lead for one in slides[at + 1].lines if one.form == "source"]
        assert [one.split()[0] for one in leads] == ["Rule", "Article"], slides[at].title


def shown_is_taken_away(slide: PlanSlide) -> bool:
    """Whether a claim on a slide rests on the very conclusion or supposition that it shows."""
    told = (*slide.say, *slide.instead, *slide.facts)
    if slide.whatif:
        return any(one.given == slide.whatif for one in told)
    kinds = {"network": "member:", "questions": f"reads:{slide.questions}:"}
    wanted = kinds.get(slide.shows, slide.why)
    return any(one.why.startswith(wanted) for one in told)


THEORY_ONLY = {"They bring their network", "Ours, and marked so"}
"""Slides of which the theory alone is told: a claim about the case stands on the slide before."""
TRIED_ELSEWHERE = {"If those it is for did not want it"}
"""What it supposes is what the claim takes away."""


@pytest.mark.parametrize("name", NAMES)
def test_what_a_slide_shows_and_is_called_by_is_what_a_claim_of_it_takes_away(name: str):
    bare = {one.title for one in plan(name).slides if one.shows and not shown_is_taken_away(one)}
    assert bare <= THEORY_ONLY | TRIED_ELSEWHERE
    for slide in plan(name).slides:
        if slide.title in TRIED_ELSEWHERE:
            assert any(one.without == slide.whatif for one in slide.say)


@pytest.mark.parametrize("name", NAMES)
def test_the_statement_on_a_slide_is_one_that_its_rule_rests_on(name: str):
    for one, slide in zip(plan(name).slides, lesson(name).slides):
        assert not one.cite or slide.lines[-1].text.endswith(f"({one.cite})."), slide.title


@pytest.mark.parametrize("name", NAMES)
def test_no_slide_shows_a_name_of_the_file_or_a_number_of_points(name: str):
    for slide in lesson(name).slides:
        shown = " ".join(one.text for one in slide.lines)
        assert not re.search(r"[a-z]+(?:-[a-z]+)+=|\b[a-z]+-virtual-school\b|points", shown), shown


def reckoned(name: str) -> float:
    """The minutes of a lesson by the words of its chapter, questions and work."""
    shown = plan(name)
    own = shown.slides[shown.before :]
    asked = sum(bool(one.ask) for one in own) + sum(one.minutes or 0 for one in own)
    return len(chapter(name).split()) / WORDS_A_MINUTE + asked


def reckoning() -> str:
    """The table of minutes in the guide."""
    rows = ["| Lesson | Words | Questions | Work | Minutes | Left for the class |", f"|{'--|' * 6}"]
    for name in NAMES:
        slides, minutes = plan(name).slides, sum(one.minutes for one in lesson(name).slides)
        asked, work = (
            sum(each) for each in zip(*((bool(one.ask), one.minutes or 0) for one in slides))
        )
        read = round((minutes - asked - work) * WORDS_A_MINUTE)
        left = int(name) - round(minutes)
        rows.append(f"| {name} minutes | {read:,} | {asked} | {work} | {minutes:.0f} | {left} |")
    return "\n".join(rows)


def test_the_reckoned_minutes_stand_in_the_guide(refresh: bool):
    table = re.compile(r"\| Lesson \| Words.*?(?=\n\n)", re.DOTALL)
    if refresh:
        GUIDE.write_text(table.sub(lambda _: reckoning(), GUIDE.read_text("utf-8")), "utf-8")
    assert table.findall(GUIDE.read_text("utf-8")) == [reckoning()]


def test_every_lesson_stays_within_its_minutes():
    minutes = {name: reckoned(name) for name in NAMES}
    minutes["90"] += minutes["20"]
    assert {name: one for name, one in minutes.items() if one > int(name)} == {}
    for name in NAMES:  # and so by the slides with all their notes
        assert sum(one.minutes for one in lesson(name).slides) <= lesson(name).minutes == int(name)


@pytest.mark.parametrize("name", NAMES)
def test_every_lesson_has_goals_questions_answers_and_a_misunderstanding(name: str):
    text = chapter(name)
    for part in ("**By the end**", "**Expected:**", "**Say:**", "**Common misunderstanding:**"):
        assert part in text, part


# ---- the case, and the page ------------------------------------------------------------------


def test_the_case_has_parties_set_aside_and_one_to_argue_about():
    aside = {one.party.id: one.reason.rule for one in assessed(VILLAGE).set_aside}
    assert aside == {
        "clubs-and-teams": "only-sharing-a-place",
        "news-media": "only-exchanging-information",
        "voters": "hold-not-known",
    }


def commands() -> list[str]:
    text = GUIDE.read_text("utf-8")
    return re.findall(r"(?m)(?:^    |[`“])(advisor [^`”\n]+)", text)


def test_every_command_of_the_guide_is_one():
    assert "advisor explore village -o village.html" in commands()
    for command in commands():
        words = shlex.split(command)[1:]
        context = click.Context(advisor_command)
        taken = advisor_command.get_command(context, words[0])
        if isinstance(taken, click.Group):
            taken = taken.get_command(context, words.pop(1))
        assert taken is not None, command
        if len(words) > 1:  # else only the command is named
            made = taken.make_context(words[0], words[1:])
            if "village" in words:  # a command takes the short name only if it knows examples
                assert Path(made.params["case"]).name == "case.yaml", command


def test_the_quiz_is_named_in_one_place():
    assert GUIDE.read_text("utf-8").count("advisor quiz") == 1


def test_every_statement_and_link_is_there():
    from advisor.knowledge.base import shipped_knowledge

    text = GUIDE.read_text("utf-8")
    assert set(re.findall(r"\bL\d{3}\b", text)) <= set(shipped_knowledge().statements)
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        assert (GUIDE.parent / target).exists(), target


FRAME = {
    "Village High School is a real school, and the first article’s example of a good place": (
        ("What the district did", "is a real school, and the first article’s example"),
        Claim("", answers=("change.name=Village High School",
                           "sources=A value network can influence education change, SmartBrief")),
        Claim("", rests_on=("L029", "L030", "L031")),
    ),
    "What is public stands under `sources` in the case file; stances and weights are our reading": (
        ("Members, and through what", ""),
        Claim("", answers=("sources=The Gazette",
                           *(f"parties.{one}.basis=signs" for one in HEARD))),
    ),
    "Two parties are set aside that hold no channel: the clubs and teams that the principal’s": (
        ("In one place, and set aside", "neither depends on the other"),
        Claim("", "set-aside:clubs-and-teams:ecosystem",
              without=("parties.clubs-and-teams.supplies=yes",)),
        Claim("", "set-aside:news-media:social-network",
              without=("parties.news-media.votes=yes",)),
        Claim("", answers=("sources=From our principal", "sources=The Gazette",
                           "sources=Fox21 News")),
    ),
    "One is there to argue about: voters, who passed a bond issue the year after; no source": (
        ("One to argue about", "Voters in this district will pass a bond issue next year"),
        Claim("", "set-aside:voters:not-known", without=("parties.voters.votes=yes",)),
        Claim("", answers=("sources=after voters pass bond issue, Fox21 News, 2016-11",
                           "as-of=2015-06-01")),
    ),
    "The cases of Mississippi and Maine are real as well": (("Maine, 2018", "diploma"),),
    "Whatever answer is supposed in a lesson is marked so on its slide": (
        ("If the district turned", "Supposed: The district: it is firmly against the work."),
    ),
}  # fmt: skip
"""The sentences on the case that stand around the lessons, each with the slide on which it is seen,
and what carries it; the last two have a test of their own."""


def test_what_the_guide_says_of_the_case_around_the_lessons_is_carried_and_seen():
    text = GUIDE.read_text("utf-8")
    [part] = re.findall(r"### The case, and what it is\n\n(.*?)\n\n<!--", text, re.DOTALL)
    said = re.split(r"(?<=[.])\s+(?=[A-Z])", part)
    assert len(said) == len(FRAME)
    shown = {one.title: screen(one) for one in lesson("90").slides}
    for sentence, (begins, ((title, words), *claims)) in zip(said, FRAME.items()):
        assert " ".join(sentence.split()).startswith(begins)
        assert words in shown[title], title
        told = [rests(one, VILLAGE) if one.rests_on else carried(one, assessed(VILLAGE))
                for one in claims]  # fmt: skip
        assert all(told), (sentence, told)


def test_the_example_of_a_good_place_is_what_the_named_section_tells_of():
    from advisor.knowledge.base import shipped_knowledge

    for one in ("L029", "L030", "L031"):
        found = shipped_knowledge().statements[one]
        assert (found["source"], found["kind"]) == ("S0", "case")
        assert found["section"] == "A solution to make good intentions work"


def test_no_source_says_what_voters_held_and_the_file_says_so():
    text = (ROOT / "examples" / VILLAGE / "case.yaml").read_text("utf-8")
    assert "\n  votes: unknown" in text[text.index("- name: Voters") : text.index("\nhomes:")]
    answers = assessed(VILLAGE).case.party("voters")
    assert not answers.keys() & {"votes", "tie", "power", "stance"}


def test_the_other_two_cases_are_told_by_public_sources():
    for one in ("20-mississippi-reading", "19-maine-proficiency"):
        assert len(assessed(one).case.sources) > 1


@pytest.mark.parametrize("name", NAMES)
def test_what_is_supposed_is_marked_so_and_stands_in_no_file(name: str):
    for one, slide in zip(plan(name).slides, lesson(name).slides):
        marked = [line.lead for line in slide.lines].count("Supposed")
        assert marked == len(one.whatif), slide.title
        case = Path(one.case or plan(name).case).parent.name
        for answer in one.whatif:
            assert not carried(Claim("", answers=(answer,)), assessed(case)), answer


def test_what_the_guide_says_of_advisor_is_held_by_a_test():
    text = " ".join(GUIDE.read_text("utf-8").split())
    held = yaml.safe_load((ROOT / "tests/cases/guide-claims.yaml").read_text("utf-8"))
    for words, tests in held.items():
        assert words in text, words
        for one in tests:
            file, _, test = one.partition("::")
            assert f"def {test}(" in (ROOT / "tests" / file).read_text("utf-8"), one


def test_what_the_guide_tells_to_click_is_called_so_on_the_pages():
    start = GUIDE.read_text("utf-8").split("## Start", 1)[1].split("### Five words", 1)[0]
    pages = "".join(one.read_text("utf-8") for one in (ROOT / "templates/web").glob("*.j2"))
    labels = {" ".join(one.split()) for one in re.findall("“([^”]+)”", start)}
    assert len(labels) > 3
    assert [one for one in labels if one not in pages] == []


def test_each_of_the_five_words_rests_on_statements_that_the_cases_are_judged_by():
    text = GUIDE.read_text("utf-8").split("### Five words", 1)[1].split("### The case", 1)[0]
    rows = {row.split(" | ")[0]: re.findall(r"L\d{3}", row) for row in text.split("\n| ")[2:]}
    assert [*rows] == ["network", "member", "fit", "home", "path"]
    for word, named in rows.items():
        assert bool(named) == (word != "path")
        found = Claim("", rests_on=tuple(named))
        assert rests(found, VILLAGE), word
    said = ("lead it where it is", "a home of its own", "split it", "wait", "ask first")
    assert all(one in text for one in said)
    vocabulary = assessed(VILLAGE).knowledge.rulebook.vocabulary
    kinds = vocabulary.kinds["route"].fields["by"].allowed
    assert kinds == ("playbook", "new-home", "split", "hold", "ask")


def test_a_rule_of_ours_is_marked_so_and_another_is_not():
    reasons = {one.title: one.certainty for one in map(
        assessed(VILLAGE).narrator.reason, assessed(VILLAGE).consultation.firings)}  # fmt: skip
    marked = {
        (line.lead, reasons.get(line.text.removesuffix(".")) == "ours")
        for slide in lesson("20").slides[:14] + lesson("45").slides[:12]
        for line in slide.lines
        if line.lead.startswith("Rule") and line.text.removesuffix(".") in reasons
    }
    assert marked == {("Rule (ours)", True), ("Rule", False)}


def test_weight_goes_from_none_to_at_once():
    asked = SupposableAnswers(assessed(VILLAGE)).named("parties.district.power")
    assert [value for value, _ in asked.choices if value != "unknown"] == [
        "none", "slowly", "within-a-year", "at-once"
    ]  # fmt: skip


def test_a_charter_school_is_not_advised_because_nothing_says_that_it_is_open():
    claim = Claim(
        "", "not-chosen:charter-school:not-listed", without=("homes.charter-school.open=yes",)
    )
    assert carried(claim, assessed(VILLAGE))


def test_no_count_on_the_way_to_the_fit_reads_as_a_contradiction():
    from advisor.explanation.why import why

    said = [one.reason.sentence for one in why(assessed(VILLAGE), "alignment").steps]
    assert any("has said where they stand; at most there are signs" in one for one in said)
    assert any("have themselves said where they stand: 0" in one for one in said)
    assert any(
        "0 percent of the power lies with parties of which nobody knows" in one for one in said
    )
