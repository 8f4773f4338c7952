"""What a measurement comes to: percentiles, tables, the document. Nothing here measures."""

import pytest
from bench.document import BEGIN, END, with_figures
from bench.growing import Grown, growth_table

from interview.cli.measuring.figures import Figures, Memory, Spread, Weights, percentile, spread
from interview.cli.measuring.machines import Machine, this_machine
from interview.cli.measuring.tables import ROWS, UNKNOWN, cells, machine_words, markdown_table, text_table


def some_figures(
    engine: str = "SQLite", memory: tuple[Memory, ...] = (Memory(1_000, 88.4), Memory(10_000, 90.1))
) -> Figures:
    return Figures(
        engine=engine,
        answers=100,
        pages=82,
        page_get=Spread(4.31, 5.28, 10_000),
        page_post=Spread(4.96, 5.51, 10_000),
        pages_per_second=103.2,
        pages_per_second_of_two=91.4,
        requests_per_cpu_second=213.1 if memory else None,
        memory=memory,
        weights=Weights(first=24_553, median=2_861, largest=7_352, pages=121),
        evaluate_us=210.4,
        form_load_ms=35.2,
        sign_in=Spread(138.0, 151.0, 12),
        first_answer_s=0.598,
    )


def shown(figures: Figures) -> dict[str, str]:
    return {row[0]: row[1] for row in cells([figures])[1:]}


@pytest.mark.parametrize(
    ("share", "expected"), [(0.0, 1.0), (0.05, 1.0), (0.5, 10.0), (0.51, 11.0), (0.95, 19.0), (1.0, 20.0)]
)
def test_a_percentile_is_a_sample_that_so_many_do_not_exceed(share: float, expected: float) -> None:
    samples = [float(number) for number in range(20, 0, -1)]

    assert percentile(samples, share) == expected


def test_one_sample_is_every_percentile() -> None:
    assert spread([0.004]) == Spread(4.0, 4.0, 1)


def test_no_sample_has_no_percentile() -> None:
    with pytest.raises(ValueError, match="nothing was measured"):
        percentile([], 0.5)


def test_every_figure_is_shown_with_its_unit() -> None:
    table = shown(some_figures())

    assert table["Page GET, p50 / p95"] == "4.3 ms / 5.3 ms"
    assert table["Requests per CPU-second of the worker"] == "213"
    assert table["Memory of the worker"] == "88 MB after 1,000, 90 MB after 10,000"
    assert table["First page with styles and scripts, over the wire"] == "24.6 kB"
    assert table["Next page over the wire, median / largest"] == "2.9 kB / 7.4 kB"
    assert table["`evaluate`"] == "210 µs"
    assert table["Start of the process to first answer"] == "0.60 s"


def test_what_a_system_does_not_say_is_not_made_up() -> None:
    table = shown(some_figures(memory=()))

    assert table["Memory of the worker"] == UNKNOWN
    assert table["Requests per CPU-second of the worker"] == UNKNOWN


def test_each_engine_has_a_column_and_the_aim_comes_last() -> None:
    table = cells([some_figures("SQLite"), some_figures("PostgreSQL")])

    assert table[0] == ["", "SQLite", "PostgreSQL", "Aim"]
    assert len(table) == len(ROWS) + 1
    assert all(len(row) == 4 for row in table)


def test_a_table_is_written_for_terminals_and_for_documents() -> None:
    table = [["", "one", "two"], ["row", "1", "22"]]

    assert text_table(table) == "     one  two\nrow  1    22"
    assert markdown_table(table) == "|  | one | two |\n| --- | --- | --- |\n| row | 1 | 22 |"


def test_figures_are_json_data() -> None:
    data = some_figures().to_json()

    assert data["page_get"] == {"p50": 4.31, "p95": 5.28, "count": 10_000}
    assert data["memory"][1] == {"steps": 10_000, "megabytes": 90.1}


def test_growth_is_the_largest_over_the_smallest() -> None:
    few, many = (
        Grown(
            size,
            Spread(p50, p50, 9),
            Spread(5.0, 5.0, 9),
            Spread(8.0, 8.0, 9),
            Spread(7.0, 7.0, 9),
            Spread(6.0, 6.0, 9),
        )
        for size, p50 in ((100, 4.0), (100_000, 4.4))
    )

    table = growth_table({"SQLite": [few, many]})

    assert table[0] == ["p50", "100 cases", "100,000 cases", "Ratio", "Aim"]
    assert table[1] == ["Page GET, SQLite", "4.0 ms", "4.4 ms", "1.10", "≤ 1.2"]


def test_figures_are_written_between_the_marks_and_nowhere_else() -> None:
    document = f"# Title\n\n{BEGIN}\n\nold\n\n{END}\n\nMethod.\n"

    written = with_figures(document, "\nnew\n")

    assert written == f"# Title\n\n{BEGIN}\n\nnew\n\n{END}\n\nMethod.\n"
    assert with_figures(written, "new") == written


@pytest.mark.parametrize("document", ["", BEGIN, END, f"{END}{BEGIN}", f"{BEGIN}{BEGIN}{END}", f"{BEGIN}{END}{END}"])
def test_a_document_without_its_marks_is_left_alone(document: str) -> None:
    with pytest.raises(ValueError, match="marks"):
        with_figures(document, "new")


def test_the_machine_is_described_and_not_named() -> None:
    found = this_machine()

    assert found.cores >= 1
    assert found.processor
    assert machine_words(Machine(2, "Some Processor", "Linux", "3.11.7", "3.40.1", 0.1)) == (
        "2 cores of Some Processor, Linux, Python 3.11.7, SQLite 3.40.1; load before: 0.1"
    )
