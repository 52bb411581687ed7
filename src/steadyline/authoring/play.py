"""A case as a game of lines: a line in, lines out. It knows no terminal, and keeps only what it is told to keep."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

from steadyline.authoring.plain import plain_paragraphs, wrapped
from steadyline.authoring.play_log import Begun
from steadyline.authoring.play_words import (
    SHUFFLED,
    THINKING,
    ending_lines,
    opening_lines,
    option_lines,
    progress_line,
    scene_lines,
    way_lines,
)
from steadyline.decisions import LONGEST_REMARK, NOT_GIVEN, Decision
from steadyline.scenarios.compile import CompiledCase
from steadyline.scenarios.replay import Playthrough, order_shown, replay

Keep = Callable[[Decision], object]
Review = Callable[[Playthrough, int], list[str]]
"""A finished playthrough and a width, and how its decisions were weighed, as lines."""

_COMMANDS = {
    "?": "help", "h": "help", "help": "help", "b": "back", "back": "back", "w": "where", "where": "where",
    "r": "read", "read": "read", "s": "stop", "stop": "stop", "q": "stop", "quit": "stop", "exit": "stop",
}  # fmt: skip
_QUESTIONS = (
    ("confidence", "How sure are you, from 0 to 100? Press Enter if you would rather not say."),
    ("tell", "Who would you tell? A role is enough. Press Enter to leave it empty."),
    ("reason", "Your reason, in a line? Press Enter to leave it empty."),
)


class Game:
    """One attempt, played line by line. Without `keep` it is a preview: nothing is saved, and one can go back.

    With `keep`, each decision is handed to it as soon as it is complete, before its consequence is told.
    `width` may be set anew at any time.
    """

    def __init__(
        self, case: CompiledCase, begun: Begun, *, width: int = 80, by_author: bool = False,
        keep: Keep | None = None, review: Review | None = None, clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self.case, self.begun, self.width, self.by_author = case, begun, width, by_author
        self.keep, self.review, self.clock = keep, review, clock
        self.playthrough = replay(case, begun.taken)
        self.is_over = False
        self.choice = ""
        self.answers: dict[str, str] = {}
        self.stood_since = clock()

    @property
    def prompt(self) -> str:
        """What is asked now."""
        if self.choice:
            return _QUESTIONS[len(self.answers)][1]
        if self.playthrough.is_finished:
            return "Type b to go back one decision, w for the way, or press Enter to leave."
        return f"Type a number from 1 to {len(self.order)}, or ? for help."

    @property
    def order(self) -> tuple[str, ...]:
        """The ids of the choices in the order in which they are shown now."""
        node, step = self.playthrough.node, len(self.playthrough.steps) + 1
        if self.by_author:
            return tuple(self.case.options(node))
        return order_shown(self.case, node, self.begun.seed, step)

    def begin(self) -> list[str]:
        """Returns what is said first: notices, what may be hard to read, the opening, and the scene."""
        notices = wrapped(self.begun.notices, self.width)
        lines = [*notices, ""] if notices else []
        is_shuffled = self.keep is None and not self.by_author
        shuffled = ["", *wrapped([SHUFFLED], self.width)] if is_shuffled else []
        return [*lines, *opening_lines(self.case, self.width), *shuffled, "", *self._here()]

    def take(self, line: str) -> list[str]:
        """Returns what follows from a line that was typed. Raises what `keep` raises; then nothing has moved."""
        typed = line.strip()
        if self.choice:
            return self._answered(typed)
        command = _COMMANDS.get(typed.lower())
        if command is not None:
            return {"help": self._help, "back": self._back, "where": self._where, "read": self._read,
                    "stop": self.stop}[command]()  # fmt: skip
        if self.playthrough.is_finished:
            self.is_over = True
            return []
        return self._chosen(typed)

    def stop(self) -> list[str]:
        """Returns what is said when somebody stops; a choice whose questions were not finished is not taken."""
        said = []
        if self.choice:
            said.append("The choice that you had begun is not taken, and is asked again.")
            self.choice, self.answers = "", {}
        self.is_over = True
        return wrapped([*said, *self._farewell()], self.width)

    def end_of_input(self) -> list[str]:
        """Returns what is said when nothing more can be typed; a choice that was made is taken as it is."""
        told = self._decide() if self.choice else []
        if self.is_over or self.playthrough.is_finished:
            self.is_over = True
            return told
        return [*told, *([""] if told else []), *self.stop()]

    def _farewell(self) -> list[str]:
        count = len(self.playthrough.steps)
        decided = "1 decision" if count == 1 else f"{count} decisions"
        if self.keep is not None:
            return [f"You stop after {decided}. All of it is saved. To go on another day, give the same command again."]
        typed = ", ".join(
            str(step.decision.order.index(step.decision.choice) + 1) for step in self.playthrough.steps
        )
        words = [f"--seed {self.begun.seed}", *(["--author-order"] if self.by_author else [])]
        again = f" and type {typed}" if typed else ""
        return [f"You stop after {decided}. Nothing is saved. To come here again, add {' '.join(words)}{again}."]

    def _here(self) -> list[str]:
        """Returns the scenes since the last decision, the last of them with its options or as an ending."""
        self.stood_since = self.clock()
        case, lines = self.case, []
        for node in self.playthrough.onward:
            if case.scene_of(node)["kind"] == "decision":
                lines += wrapped([progress_line(case, node, len(self.playthrough.steps))], self.width)
            if case.scene_of(node)["kind"] != "chance":
                lines += [*scene_lines(case, node, self.width), ""]
        if not self.playthrough.is_finished:
            return [*lines, *option_lines(case, self.playthrough.node, self.order, self.width), ""]
        lines += ending_lines(case, self.playthrough.node, self.width)
        if self.review is not None:
            lines += ["", *self.review(self.playthrough, self.width)]
        self.is_over = self.keep is not None
        return [*lines, ""]

    def _chosen(self, typed: str) -> list[str]:
        order = self.order
        if typed in order:
            self.choice = typed
        elif typed.isdecimal() and len(typed) < 5 and 1 <= int(typed) <= len(order):
            self.choice = order[int(typed) - 1]
        else:
            said = f"There is no option {typed[:20]}. " if typed.isdecimal() else ""
            said += f'"{typed[:20]}" is none of the commands. ' if typed and not typed.isdecimal() else ""
            return wrapped([f"{said}The options are 1 to {len(order)}. For help, type a question mark."], self.width)
        if self.keep is None:
            return self._decide()
        chosen = self.case.choice(self.playthrough.node, self.choice)["text"]
        back = "Type b now if you meant another option."
        return [*wrapped([f"You chose: {chosen}", THINKING, back], self.width), ""]

    def _answered(self, typed: str) -> list[str]:
        """Takes the answer to a question about the learner's thinking, or says why it cannot be taken."""
        name = _QUESTIONS[len(self.answers)][0]
        if name == "confidence":
            if _COMMANDS.get(typed.lower()) == "stop":
                return self.stop()
            if _COMMANDS.get(typed.lower()) == "back":
                self.choice = ""
                return [*option_lines(self.case, self.playthrough.node, self.order, self.width), ""]
            number = typed.removesuffix("%").strip()
            if number and not (number.isdecimal() and len(number) < 5 and int(number) <= 100):
                return wrapped(["That is not a whole number from 0 to 100."], self.width)
            typed = number
        elif len(typed) > LONGEST_REMARK:
            return wrapped([f"That is too long: at most {LONGEST_REMARK:,} letters are kept."], self.width)
        self.answers[name] = typed
        return self._decide() if len(self.answers) == len(_QUESTIONS) else []

    def _decide(self) -> list[str]:
        """Takes the choice, keeps it, and tells what happens and where it leads."""
        before = self.playthrough
        decisions = [step.decision for step in before.steps]
        decision = self._decision(len(decisions) + 1)
        if self.keep is not None:
            self.keep(decision)
        self.choice, self.answers = "", {}
        self.playthrough = replay(self.case, [*decisions, decision])
        told = self.case.choice(decision.node, decision.choice)
        first = "Saved." if self.keep is not None else f"You chose: {told['text']}"
        happens = [first, "What happens:", *plain_paragraphs(told["now_html"])]
        return ["", *wrapped(happens, self.width), "", *self._here()]

    def _decision(self, step: int) -> Decision:
        sure = self.answers.get("confidence", "")
        return Decision(
            self.begun.attempt, self.begun.seed, self.case.name, self.case.digest, step, self.playthrough.node,
            self.choice, self.order, int(sure) if sure else NOT_GIVEN, self.answers.get("tell", ""),
            self.answers.get("reason", ""), datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            round(max(0.0, self.clock() - self.stood_since), 1),
        )  # fmt: skip

    def _help(self) -> list[str]:
        said = ["Type the number of an option and press Enter.", "r: read this scene again.", "w: the way so far."]
        said += ["b: go back one decision."] if self.keep is None else []
        return [*(line for each in [*said, "s or q: stop."] for line in wrapped([each], self.width)), ""]

    def _where(self) -> list[str]:
        return [*way_lines(self.playthrough, self.width), ""]

    def _read(self) -> list[str]:
        stood = self.stood_since
        lines = self._here()
        self.stood_since = stood
        return lines

    def _back(self) -> list[str]:
        if self.keep is not None:
            return wrapped(["What was decided is saved and stands. You can only go on."], self.width)
        if not self.playthrough.steps:
            return wrapped(["This is the first decision: there is nothing to go back to."], self.width)
        self.playthrough = replay(self.case, [step.decision for step in self.playthrough.steps[:-1]])
        return [*wrapped(["Back to the decision before."], self.width), "", *self._here()]
