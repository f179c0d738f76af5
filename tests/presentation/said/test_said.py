"""What a memo must say, and what it must not: cases as data.

Each `*.yaml` file of this folder is a list of entries:

    - name: Nobody is told of money that is signed     # once in all files
      case: 24-city-view        # a folder of examples/, or a file of tests/cases/ as
                                # fresh/round-11/01-folding-wall; or `text: |` with a whole
                                # case file
      changes: {money.grant.signed: yes}   # dotted paths, as in minimal-pairs.yaml: into a
                                # list by the id of an entry or the slug of its name, + adds one
      says: [lead-pace]         # ids of entries of rules/memo/sentences that its memo says
      not: [again-signature]    # and of those that it must not say
      why: It is signed.        # the reason, for whoever reads that it fails

An id may name a single sentence of an entry that is said for each match, as `party-row:families`.
What the sentences say is not looked at, so they can be reworded; an id that no entry has is an
error, so none can be lost by a renaming. Add a case for each sentence that was once said where it
must not be.
"""

from __future__ import annotations

import pytest
from support.said import SaidCase, heard_case, said_cases

from advisor.knowledge.base import shipped_knowledge

CASES = said_cases()
KNOWN = set(shipped_knowledge().memo.sentences)


@pytest.mark.parametrize("case", CASES, ids=lambda one: one.name)
def test_the_memo_says_what_it_must_and_not_what_it_must_not(case: SaidCase) -> None:
    ids = heard_case(case.name).ids
    assert [one for one in case.says if one not in ids] == [], case.why
    assert [one for one in case.unsaid if one in ids] == [], case.why


@pytest.mark.parametrize("case", CASES, ids=lambda one: one.name)
def test_a_case_is_complete_and_names_sentences_that_exist(case: SaidCase) -> None:
    assert bool(case.example) != bool(case.text), "give “case” or “text”"
    assert case.says or case.unsaid
    assert case.why.endswith("."), "say why, in a sentence"
    named = {one.partition(":")[0] for one in (*case.says, *case.unsaid)}
    assert named - KNOWN == set()


def test_names_stand_once() -> None:
    names = [one.name for one in CASES]
    assert len(names) == len(set(names))
