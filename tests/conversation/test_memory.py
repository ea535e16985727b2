"""What is remembered of a conversation: little, for a while, and of a bounded number of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.types import PastTurn
from assistant.conversation.memory import TURNS_KEPT, ConversationMemory


class HandClock:
    """Seconds that a test moves on."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def said(text: str) -> PastTurn:
    return PastTurn(text, ())


def questions(memory: ConversationMemory, conversation: UUID) -> list[str]:
    return [turn.question for turn in memory.recall(conversation)]


def test_turns_come_back_oldest_first_and_each_to_its_conversation() -> None:
    memory = ConversationMemory(capacity=10, minutes=60)
    mine, yours = uuid4(), uuid4()
    memory.remember(mine, said("un"))
    memory.remember(yours, said("autre"))
    memory.remember(mine, said("deux"))

    assert questions(memory, mine) == ["un", "deux"]
    assert questions(memory, yours) == ["autre"]


def test_an_unknown_conversation_is_empty() -> None:
    assert ConversationMemory(capacity=10, minutes=60).recall(uuid4()) == ()


def test_only_the_last_turns_are_kept() -> None:
    memory, mine = ConversationMemory(capacity=10, minutes=60), uuid4()
    for number in range(TURNS_KEPT + 3):
        memory.remember(mine, said(str(number)))

    assert questions(memory, mine) == [str(n) for n in range(3, TURNS_KEPT + 3)]


def test_the_conversation_left_alone_longest_makes_room() -> None:
    memory = ConversationMemory(capacity=2, minutes=60)
    first, second, third = uuid4(), uuid4(), uuid4()
    memory.remember(first, said("1"))
    memory.remember(second, said("2"))
    memory.remember(first, said("1 encore"))
    memory.remember(third, said("3"))

    assert questions(memory, second) == []
    assert questions(memory, first) == ["1", "1 encore"]
    assert questions(memory, third) == ["3"]


def test_a_conversation_is_forgotten_after_its_minutes() -> None:
    clock, mine = HandClock(), uuid4()
    memory = ConversationMemory(capacity=10, minutes=5, clock=clock)
    memory.remember(mine, said("un"))

    clock.now += 5 * 60
    assert questions(memory, mine) == ["un"]
    clock.now += 1
    assert questions(memory, mine) == []


def test_a_new_turn_keeps_its_conversation_alive() -> None:
    clock, mine, other = HandClock(), uuid4(), uuid4()
    memory = ConversationMemory(capacity=10, minutes=5, clock=clock)
    memory.remember(mine, said("un"))
    memory.remember(other, said("autre"))
    clock.now += 4 * 60
    memory.remember(mine, said("deux"))
    clock.now += 4 * 60

    assert questions(memory, mine) == ["un", "deux"]
    assert questions(memory, other) == []


@given(
    capacity=st.integers(1, 4),
    events=st.lists(st.tuples(st.integers(0, 6), st.floats(0, 200)), max_size=40),
)
def test_never_more_conversations_than_the_capacity(
    capacity: int, events: list[tuple[int, float]]
) -> None:
    clock = HandClock()
    memory = ConversationMemory(capacity=capacity, minutes=1, clock=clock)
    for number, seconds in events:
        clock.now += seconds
        memory.remember(UUID(int=number), said(str(clock.now)))
        alive = [n for n in range(7) if memory.recall(UUID(int=n))]

        assert number in alive
        assert len(alive) <= capacity


def test_threads_lose_nothing() -> None:
    memory = ConversationMemory(capacity=100, minutes=60)
    conversations = [uuid4() for _ in range(20)]

    def talk(conversation: UUID) -> None:
        for number in range(TURNS_KEPT):
            memory.remember(conversation, said(str(number)))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(talk, conversations))

    expected = [str(n) for n in range(TURNS_KEPT)]
    assert all(questions(memory, c) == expected for c in conversations)
