"""Extensions of Ray Data: a data source that reads a dataset of articles in parts, and the names of row files.

Imported only where a pipeline runs, since it needs Ray.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from itertools import islice
from typing import Any

import pyarrow
from ray.data import Datasource, ReadTask
from ray.data.block import BlockMetadata
from ray.data.datasource import FilenameProvider

from summarizer.desk.dataset_articles import ArticleReader, Dataset, DatasetArticle

ARTICLES_PER_BLOCK = 512  # a read task yields its articles in such blocks
ID_COLUMN = "place"  # of record ids, in articles as in rows: Ray's checkpoint skips articles whose ids it holds
_TEXT = pyarrow.string()
SCHEMA = pyarrow.schema(
    [(ID_COLUMN, _TEXT), ("name", _TEXT), ("text", _TEXT), ("published", pyarrow.date32()), ("problem", _TEXT)]
)


class ArticleSource(Datasource):
    """Reads a dataset in so many tasks, each of which reads a part."""

    def __init__(self, dataset: Dataset, tasks: int, text_column: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._dataset, self._tasks, self._text_column = dataset, tasks, text_column

    def estimate_inmemory_data_size(self) -> int | None:
        return self._dataset.size

    def get_read_tasks(
        self, parallelism: int, per_task_row_limit: int | None = None, data_context: Any = None
    ) -> list[ReadTask]:
        return [
            ReadTask(
                partial(_blocks, self._dataset, number, self._tasks, self._text_column),
                BlockMetadata(
                    num_rows=None, size_bytes=self._dataset.size // self._tasks, input_files=None, exec_stats=None
                ),
                SCHEMA,
                per_task_row_limit,
            )
            for number in range(1, self._tasks + 1)
        ]


def _blocks(dataset: Dataset, number: int, count: int, text_column: str) -> Iterator[Any]:
    """The articles of a part as Arrow tables."""
    articles = iter(ArticleReader(dataset, number, count, text_column))
    while block := list(islice(articles, ARTICLES_PER_BLOCK)):
        yield pyarrow.Table.from_pylist([_columns(article) for article in block], schema=SCHEMA)


def _columns(article: DatasetArticle) -> dict[str, Any]:
    columns = asdict(article)
    return {ID_COLUMN: columns.pop("record_id"), **columns}


def articles_of(block: Any) -> list[DatasetArticle]:
    """The articles in an Arrow table."""
    return [DatasetArticle(columns.pop(ID_COLUMN), **columns) for columns in block.to_pylist()]


class RowFileNames(FilenameProvider):
    """Names the files rows-RUN-TASK.parquet."""

    def get_filename_for_task(self, write_uuid: str, task_index: int) -> str:
        return f"rows-{write_uuid}-{task_index:06}.parquet"
