"""The paths not advised, and what would lead to one of them."""

from __future__ import annotations

from functools import cached_property

from advisor.presentation.language import join
from advisor.presentation.view.holding import Holding
from advisor.presentation.view.rows import Failure, NotChosen, Rejected, TurningPoint


class OtherPaths(Holding):
    """Other paths, and what would change the advice."""

    @cached_property
    def _annex_only(self) -> tuple[str, ...]:
        return tuple(self._knowledge.section("paths", "reasons-against")["annex"])

    @cached_property
    def _alike(self) -> tuple[str, ...]:
        return tuple(self._knowledge.section("paths", "reasons-against")["alike"])

    @cached_property
    def rejected(self) -> tuple[Rejected, ...]:
        """OtherPaths worth a word in the memo: ordinary leadership, fallbacks, what was planned."""
        reasons = self.assessment.not_chosen
        order: list[str] = []
        if self.route != "playbook":
            order.append("lead-within")
        if self.moved or self.route in ("hold", "ask"):
            order.append(self.place)
        order += [one.path for one in self.assessment.alternatives]
        order += ["district-opt-in-school", "dual", "hold"]
        order = [one for one in order if one != "need-more-information"]
        if not self.in_a_district:
            inside = {
                one.home.path for one in self.assessment.homes if one.home.group == "district"
            }
            order = [one for one in order if one not in inside or one == self.place]
        most = self.room.rejected - bool(self.plan.text("tempting-alternative"))
        if not self.has_present_schools:
            order = [one for one in order if one != "dual"]
        if self.vetoes or not self.has_present_schools:
            order = [one for one in order if one != "lead-within"]
        chosen: list[Rejected] = []
        told: set[str] = set()
        for path in dict.fromkeys(order):
            if (
                path in reasons
                and len(chosen) < most
                and reasons[path].rule not in self._annex_only
            ):
                rule, sentence = reasons[path].rule, reasons[path].sentence
                key = rule if rule in self._alike else sentence
                if key not in told:
                    told.add(key)
                    chosen.append(Rejected(path, self.path_label(path), sentence))
        return tuple(chosen)

    @cached_property
    def tempting_fails(self) -> Failure | None:
        """The fact on which the client's easier way out fails; nothing without such a way."""
        if not self.plan.text("tempting-alternative"):
            return None
        kind = self.plan.word("tempting-kind")
        return self._failure("tempting", known_kind=kind not in ("unknown", "other"))

    @cached_property
    def plan_fails(self) -> Failure | None:
        """The fact on which a plan fails that the advice turns down, where no way out is given."""
        widened = any(one.by == "no-demand" for one in self.assessment.failing_ways)
        turned_down = self.moved or self.route == "hold" or widened
        if not turned_down or not self.plan.text("original") or self.tempting_fails:
            return None
        found = self._failure("planned", known_kind=True)
        return found if found.by != "nothing" else None

    @cached_property
    def evidence_answers(self) -> bool:
        """Whether what the client says of the evidence tells why the way out fails."""
        found = self.tempting_fails
        if found is None or not self.change.text("evidence-note"):
            return False
        weak = self.change.word("evidence") in ("none", "unknown")
        return found.by == "from-volunteers" or (found.by == "not-ready" and weak)

    def _failure(self, way: str, *, known_kind: bool) -> Failure:
        found = [one for one in self.assessment.failing_ways if one.way == way]
        by_id = {one.id: one for one in self.all_parties}
        if not found:
            heaviest = next(iter(self.on("unknown", "neutral") or self.all_parties), None)
            return Failure("nothing", heaviest, (), known_kind)
        by = found[0].by
        about = [one.about for one in found if one.by == by]
        parties = [by_id[one] for one in about if one in by_id]
        # Of several, the one that says what it would lose, or else what it can do.
        parties.sort(key=lambda one: (not one.guards, one.usual or not one.can_do))
        items = tuple(self._item(one) for one in about) if by == "not-ready" else ()
        if by == "unsigned":
            items = tuple(map(self.assessment.narrator.source, about))
        return Failure(by, parties[0] if parties else None, items, known_kind)

    @cached_property
    def not_chosen(self) -> tuple[NotChosen, ...]:
        """Every path not chosen: each reason once, with the labels of the paths it speaks of."""
        above = {one.path: one for one in self.rejected}
        of = {one.sentence: one.label for one in self.rejected}
        grouped: dict[tuple[str, bool], list[str]] = {}
        rules: dict[str, str] = {}
        for path, reason in self.assessment.not_chosen.items():
            key = reason.rule if reason.rule in self._alike else reason.sentence
            rules.setdefault(key, reason.rule)
            grouped.setdefault((key, path in above), []).append(self.path_label(path))
        return tuple(
            NotChosen(
                tuple(labels), key, rules[key], named or key in of, "" if named else of.get(key, "")
            )
            for (key, named), labels in grouped.items()
        )

    @cached_property
    def alternatives(self) -> tuple[Rejected, ...]:
        """OtherPaths to fall back on, best first."""
        return tuple(
            Rejected(one.path, self.path_label(one.path), one.reason.sentence, one.open)
            for one in self.assessment.alternatives
        )

    @cached_property
    def next_best(self) -> Rejected | None:
        """The first path to fall back on, if it is open; asking more is none."""
        return self._fallbacks[0] if self._fallbacks and self._fallbacks[0].open else None

    @cached_property
    def next_best_set_aside(self) -> bool:
        """Whether the memo has said why the next best path is not advised."""
        best = self.next_best
        return best is not None and any(one.path == best.path for one in self.rejected)

    @cached_property
    def next_best_named(self) -> bool:
        """Whether a change of this advice, as the memo tells it, leads to the next best path."""
        return self.next_best is not None and any(
            one.path == self.next_best.path for one in self.turning_points
        )

    @cached_property
    def after_that(self) -> Rejected | None:
        """The path after `next_best`, where the memo names that one otherwise."""
        if not self.next_best_named:
            return None
        named = {one.path for one in self.turning_points}
        return next((one for one in self._fallbacks if one.open and one.path not in named), None)

    @cached_property
    def _fallbacks(self) -> tuple[Rejected, ...]:
        return tuple(one for one in self.alternatives if one.path != "need-more-information")

    @cached_property
    def turning_points(self) -> tuple[TurningPoint, ...]:
        """What would change the advice, what one would wish for first."""
        return tuple(
            TurningPoint(
                join([each.says for each in one.happenings]),
                one.path,
                self.path_label(one.path),
                one.adverse,
            )
            for one in self.outlook.changes[: self.room.changes]
        )
