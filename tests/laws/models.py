"""Random well-structured models: every split has its join, every loop its limit."""

from collections.abc import Callable
from dataclasses import dataclass, field

from hypothesis import strategies as st

from tests.build import (
    Build,
    cancel,
    compensate,
    error,
    escalation,
    message,
    process,
    signal,
    timer,
)

Block = tuple  # ("kind", parts...)

LEAVES = ("task", "user", "service", "script", "catch", "timer_catch", "send")


def blocks() -> st.SearchStrategy[Block]:
    """A tree of blocks."""
    return st.recursive(
        st.sampled_from(LEAVES).map(lambda kind: (kind,)),
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: ("sequence", *parts)),
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: ("all", *parts)),
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: ("one", *parts)),
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: ("some", *parts)),
            st.tuples(st.just("sub"), inner, st.sampled_from(BOUNDARIES), inner),
            st.tuples(st.just("event_sub"), inner, st.booleans(), inner),
            st.tuples(st.just("each"), inner, st.integers(0, 3), st.booleans()),
            st.tuples(st.just("again"), inner),
            st.tuples(st.just("race"), inner, inner),
            st.tuples(st.just("undo"), inner),
            st.tuples(st.just("deal"), inner, st.booleans(), inner),
            st.tuples(st.just("quorum"), inner, inner, inner),
            st.tuples(st.just("guarded"), st.sampled_from(BOUNDARIES), inner),
        ),
        max_leaves=8,
    )


BOUNDARIES = ("timer", "timer_beside", "message", "signal_beside", "error", "escalation_beside")


@dataclass
class Drawing:
    """Draws blocks with a builder; ids are numbered in order."""

    build: Build
    count: int = 0
    choices: list[str] = field(default_factory=list)

    def name(self, kind: str) -> str:
        """A fresh id."""
        self.count += 1
        return f"{kind}{self.count}"

    def draw(self, block: Block) -> None:
        """Draw a block behind the last element."""
        getattr(self, f"_{block[0]}")(*block[1:])

    # --- leaves

    def _task(self) -> None:
        self.build.task(self.name("task"))

    def _user(self) -> None:
        self.build.user(self.name("user"))

    def _service(self) -> None:
        self.build.service(self.name("service"))

    def _script(self) -> None:
        self.build.script(self.name("script"), "1 + 1", self.name("v"))

    def _catch(self) -> None:
        self.build.catch(self.name("catch"), message("news"))

    def _timer_catch(self) -> None:
        self.build.catch(self.name("wait"), timer("PT1H"))

    def _send(self) -> None:
        self.build.throw(self.name("send"), message("sent"))

    # --- blocks

    def _sequence(self, *parts: Block) -> None:
        for part in parts:
            self.draw(part)

    def _fork(self, kind: str, parts: tuple[Block, ...], conditions: bool) -> None:
        fork, join = self.name("fork"), self.name("join")
        self.build.add(kind, fork)
        for index, part in enumerate(parts):
            self.build.at(fork)
            if conditions:
                variable = self.name("choice")
                self.choices.append(variable)
                if index:
                    self.build.when(f"{variable} = true")
                else:
                    self.build.otherwise()
            self.build.task(self.name("in"))
            self.draw(part)
            self.build.to(join) if index else self.build.add(kind, join)
        self.build.at(join)

    def _all(self, *parts: Block) -> None:
        self._fork("parallelGateway", parts, conditions=False)

    def _one(self, *parts: Block) -> None:
        self._fork("exclusiveGateway", parts, conditions=True)

    def _some(self, *parts: Block) -> None:
        self._fork("inclusiveGateway", parts, conditions=True)

    def _inside(self, block: Block) -> Callable[[Build], None]:
        def draw(build: Build) -> None:
            build.start(self.name("start"))
            self.draw(block)
            build.end(self.name("end"))

        return draw

    def _sub(self, inner: Block, boundary: str, after: Block) -> None:
        name = self.name("sub")
        self.build.sub(name, self._inside(inner))
        self._attach(name, boundary, after)

    def _guarded(self, boundary: str, after: Block) -> None:
        name = self.name("user")
        self.build.user(name)
        self._attach(name, boundary, after)

    def _attach(self, host: str, boundary: str, after: Block) -> None:
        definition = {
            "timer": timer("PT2H"),
            "message": message("stop"),
            "signal": signal("go"),
            "error": error("E"),
            "escalation": escalation("X"),
        }[boundary.removesuffix("_beside")]
        interrupts = not boundary.endswith("_beside")
        merge = self.name("merge")
        if interrupts:
            self.build.xor(merge)
        self.build.boundary(self.name("edge"), host, definition, interrupts=interrupts)
        self.draw(after)
        self.build.to(merge) if interrupts else self.build.end(self.name("end"))
        self.build.at(merge if interrupts else host)

    def _event_sub(self, inner: Block, interrupts: bool, handler: Block) -> None:
        name = self.name("sub")

        def content(build: Build) -> None:
            self._inside(inner)(build)

            def handling(b: Build) -> None:
                b.start_with(
                    self.name("on"), signal("go"), isInterrupting="true" if interrupts else "false"
                )
                self.draw(handler)
                b.end(self.name("end"))

            build.event_sub(self.name("handler"), handling)

        self.build.sub(name, content)

    def _each(self, inner: Block, count: int, sequential: bool) -> None:
        name = self.name("sub")
        self.build.sub(name, self._inside(inner))
        self.build.each(name, count=str(count), sequential=sequential)

    def _again(self, inner: Block) -> None:
        name = self.name("sub")
        self.build.sub(name, self._inside(inner))
        self.build.loop(name, "loopCounter < 2", loopMaximum="3")

    def _undo(self, inner: Block) -> None:
        name, task = self.name("sub"), self.name("task")

        def content(build: Build) -> None:
            build.start(self.name("start")).task(task)
            build.handler(task, self.name("user"))
            self.draw(inner)
            build.end(self.name("end"))

        self.build.sub(name, content).throw(self.name("undo"), compensate())

    def _deal(self, inner: Block, cancelled: bool, after: Block) -> None:
        name, task = self.name("deal"), self.name("task")

        def content(build: Build) -> None:
            build.start(self.name("start")).task(task)
            build.handler(task, self.name("user"))
            self.draw(inner)
            if cancelled:
                build.end_with(self.name("off"), cancel())
            else:
                build.end(self.name("end"))

        self.build.sub(name, content, kind="transaction")
        merge = self.name("merge")
        self.build.xor(merge).boundary(self.name("edge"), name, cancel())
        self.draw(after)
        self.build.to(merge)

    def _quorum(self, *parts: Block) -> None:
        fork, join = self.name("fork"), self.name("join")
        self.build.all_(fork)
        for index, part in enumerate(parts):
            self.build.at(fork)
            self.draw(part)
            self.build.to(join) if index else self.build.complex_(join, "activationCount >= 2")
        self.build.at(join)

    def _race(self, first: Block, second: Block) -> None:
        gateway, merge = self.name("race"), self.name("merge")
        self.build.first(gateway).catch(self.name("catch"), message("news"))
        self.draw(first)
        self.build.xor(merge).at(gateway).catch(self.name("wait"), timer("PT3H"))
        self.draw(second)
        self.build.to(merge)


@st.composite
def models(draw: st.DrawFn) -> tuple[Build, dict[str, bool]]:
    """A model and the variables that decide its choices."""
    drawing = Drawing(process().start())
    drawing.draw(draw(blocks()))
    drawing.build.end("end")
    values = {name: draw(st.booleans()) for name in drawing.choices}
    return drawing.build, values
