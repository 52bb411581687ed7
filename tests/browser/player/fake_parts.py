"""Parts made by hand, small enough to read: a case of three decisions and one of everything else."""

from __future__ import annotations

from typing import Any

LONG = (
    "Ring Mum: “We have met three times at the gate and I still do not know what a day is like for the boys. "
    "I need to come in. Tuesday or Wednesday? What worries you about that?”"
)


def _choice(name: str, text: str, now: str) -> dict[str, str]:
    return {"id": name, "html": text, "text": text, "now_html": f"<p>{now}</p>", "now_text": now}


def _block(text: str, *, later: bool = False) -> dict[str, Any]:
    return {"html": f"<p>{text}</p>", "text": text, "later": later}


TABLE: dict[str, Any] = {
    "format": 1, "case": "the-gate", "title": "The Gate", "role": "Social worker, second year", "minutes": 10,
    "use": "formative", "content_note": "Shouting at home, hunger, fear of children being removed.",
    "opening": "<p>You took this family over three weeks ago. Mum has two boys, Older Child (11) and Younger Child (5). "
    "Every visit so far has ended at the gate.</p><p>The last worker's note reads: <em>Go slow, she's scared.</em></p>",
    "digest": "a" * 64, "start": "gate",
    "scenes": {
        "at-the-gate": {
            "title": "At the gate", "kind": "decision",
            "blocks": [
                _block("Mum stands at the gate with the pram between you. The hall light is on. Someone moves behind "
                       "the blind upstairs."),
                _block("“You lot took me off my mum,” she says. “You're not having mine.”"),
            ],
            "choices": [
                _choice("ring", LONG, "A long pause. She chooses Wednesday."),
                _choice("text", "Text that you would love to see them whenever suits and leave the day to her, because three "
                        "visits already feels like a lot.", "A thumbs-up comes back."),
                _choice("letter", "Send a formal letter that sets out your worries, with a date for the next visit and "
                        "what you need to see.", "It lies on the mat for a week."),
                _choice("seven", "Call at seven in the morning with a colleague while everyone is sure to be in.",
                        "The children watch from the stairs."),
            ],
        },
        "the-corridor": {"title": "In the corridor", "kind": "passage",
                         "blocks": [_block("Your manager catches you by the lift.")], "go_on": "Walk on with her"},
        "the-weather": {"title": "The weather", "kind": "chance", "blocks": []},
        "a-phone-call": {
            "title": "A phone call", "kind": "decision",
            "blocks": [_block("The school rings at ten."),
                       _block("Mum told the teacher that you were “at least straight” with her.", later=True)],
            "choices": [
                _choice("listen", "Listen, write down the exact words, and ask for a talk with your manager today.", "She agrees."),
                _choice("wait", "Make a note and raise it gently on Friday.", "Friday is a long way off."),
            ],
        },
        "the-meeting": {
            "title": "The meeting", "kind": "decision", "blocks": [_block("Everyone looks at you.")],
            "choices": [_choice("say", "Say what has changed, what has not, and what nobody knows.", "Pens come out."),
                        _choice("close", "Recommend closing on a good note.", "Nobody objects.")],
        },
        "known": {"title": "Known and working", "kind": "ending", "name": "Known and working",
                  "blocks": [_block("Both boys have been seen. The plan has a date.")]},
        "closed": {"title": "Closed door", "kind": "ending", "name": "Closed door",
                   "blocks": [_block("The gate has a new lock.")]},
    },
    "nodes": {
        "gate": {"scene": "at-the-gate", "blocks": [0, 1], "ahead": [2, 3], "options": [
            {"choice": 0, "next": "corridor"}, {"choice": 1, "next": "weather"},
            {"choice": 2, "next": "weather"}, {"choice": 3, "next": "meeting"}]},
        "corridor": {"scene": "the-corridor", "blocks": [0], "ahead": [2, 2], "next": "weather1"},
        "weather1": {"scene": "the-weather", "blocks": [], "ahead": [2, 2], "outcomes": [
            {"name": "Rain", "weight": 1, "next": "call1"}, {"name": "Sun", "weight": 2, "next": "call1"}]},
        "weather": {"scene": "the-weather", "blocks": [], "ahead": [2, 2], "outcomes": [
            {"name": "Rain", "weight": 1, "next": "call"}, {"name": "Sun", "weight": 2, "next": "call"}]},
        "call1": {"scene": "a-phone-call", "blocks": [0, 1], "ahead": [2, 2], "options": [
            {"choice": 0, "next": "meeting"}, {"choice": 1, "next": "meeting"}]},
        "call": {"scene": "a-phone-call", "blocks": [0], "ahead": [2, 2], "options": [
            {"choice": 0, "next": "meeting"}, {"choice": 1, "next": "meeting"}]},
        "meeting": {"scene": "the-meeting", "blocks": [0], "ahead": [1, 1], "options": [
            {"choice": 0, "next": "known"}, {"choice": 1, "next": "closed"}]},
        "known": {"scene": "known", "blocks": [0], "ahead": [0, 0], "process": "sound", "circumstance": "hard"},
        "closed": {"scene": "closed", "blocks": [0], "ahead": [0, 0], "process": "unsafe", "circumstance": "kind"},
    },
}  # fmt: skip


def _weighed(text: str, credit: int, assertiveness: str, reason: str, protects: str, method: str = "") -> dict[str, Any]:
    return {"text": text, "html": text, "credit": credit, "assertiveness": assertiveness,
            "escalation": "not exercised", "method": method, "reason": reason, "protects": protects}  # fmt: skip


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 160" role="img"><title>Profile</title>'
    '<line x1="20" y1="80" x2="580" y2="80" stroke="currentColor"/>'
    '<circle cx="300" cy="80" r="9" fill="currentColor"/><circle cx="160" cy="80" r="9" fill="currentColor"/></svg>'
)

DEBRIEF: dict[str, Any] = {
    "complete": True, "key_status": "author", "key_version": 1,
    "disclosures": ["The key was set by the authors; an expert panel has not rated it yet.",
                    "Marks describe choices in a story. They do not predict practice.",
                    "The timescales are those of the fictional county of Eastmarch."],
    "measures": [
        {"name": "judgement", "title": "Judgement", "earned": 7, "best": 9, "worst": 0,
         "sentence": "You earned 7 of the 9 points that were in reach."},
        {"name": "assertiveness", "title": "Assertiveness", "earned": 5, "best": 6, "worst": 0,
         "sentence": "Your choices lay a little on the hesitant side."},
    ],
    "decisions": [
        {"step": 1, "scene": "At the gate", "chosen": _weighed(
            "Text that you would love to see them whenever suits.", 0, "−2 (avoids)",
            "It spared her another knock at the gate. It also left the boys unseen for as long as she liked.",
            "Mum's sense of having some say."),
         "others": [_weighed(LONG, 3, "0 (authoritative)", "She knows why you come and what you need to see.", "A plain start."),
                    _weighed("Send a formal letter.", 1, "+1 (over-firm)", "The law does not say that.", "A clear record.", "unlawful")],
         "confidence": 70, "sentence": "This choice gave up 3 of the points still in reach.", "status": "author"},
        {"step": 2, "scene": "A phone call", "chosen": _weighed(
            "Listen, write down the exact words.", 3, "0 (authoritative)", "New information changes the footing.", "The boy's own words."),
         "others": [_weighed("Make a note.", 0, "not exercised", "Friday is far off.", "Trust.")],
         "confidence": -1, "sentence": "This was the best choice in reach.", "status": "contested"},
    ],
    "profile": {"svg": SVG, "text": ["Assertiveness: two decisions, mean −1, a little under.", "Escalation: not exercised."]},
}  # fmt: skip

PLAY: dict[str, Any] = {
    "kind": "play", "store": "wren", "case": TABLE, "assessed": "first", "fakeDebrief": DEBRIEF,
    "disclosures": ["The key was set by the authors; an expert panel has not rated it yet.",
                    "Marks describe choices in a story. They do not predict practice."],
    "support": [{"label": "In immediate danger", "text": "999"},
                {"label": "Samaritans, day and night", "text": "116 123"}],
}  # fmt: skip

SUMMATIVE: dict[str, Any] = {
    **PLAY, "case": {**TABLE, "use": "summative"},
    "fakeDebrief": {"withheld": "This case is marked by an assessor. Your marks come with your feedback."},
}  # fmt: skip

CHECK: dict[str, Any] = {
    "kind": "check", "store": "wren", "unit": "the-gate", "block": "check", "title": "Check what you know",
    "questions": [
        {"id": "entry", "html": "Does section 17 let a social worker enter a home without the family's agreement?", "choose": 1,
         "options": [{"id": "yes", "html": "Yes"}, {"id": "no", "html": "No"}]},
        {"id": "list", "html": "Which two belong on the list of what cannot be negotiated?", "choose": 2,
         "options": [{"id": "time", "html": "The time of the visit"}, {"id": "child", "html": "Seeing each child"},
                     {"id": "venue", "html": "The place"}, {"id": "sleep", "html": "Seeing where they sleep"}]},
    ],
    "fakeReview": {"questions": [{"id": "entry", "right": True, "answer": ["no"], "reason": "It gives no right of entry."},
                                 {"id": "list", "right": False, "answer": ["child", "sleep"], "reason": "Times and places can move."}],
                   "earned": 2, "out_of": 4},
}  # fmt: skip

REFLECT: dict[str, Any] = {
    "kind": "reflect", "store": "wren", "unit": "the-gate", "block": "three-sentences", "title": "Three sentences",
    "html": "<p>Write the three sentences that you would say at the gate. Which one is hardest for you?</p>", "words": [60, 300],
}  # fmt: skip

HAND_IN: dict[str, Any] = {"kind": "hand-in", "store": "wren", "unit": "the-gate"}
