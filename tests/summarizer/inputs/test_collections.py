"""E-mails, tables, feeds, lists of addresses and web archives: the articles in them, and what is refused."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from checks.model import Zone
from summarizer.inputs import Unreadable, read_bytes, table_file
from summarizer.inputs import mail as mail_module
from summarizer.inputs.multi_article_files import is_feed_file, members_of
from summarizer.inputs.unique_names import unique_names

STORY = "Police held 12 men in Ely, seven of them from Hull and four from Penn."


def message(text: str = STORY, subject: str = "Twelve held in Ely", subtype: str = "plain") -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Ann Lee <ann@news.example>"
    mail["To"] = "desk@news.example"
    mail["Subject"] = subject
    mail["Date"] = "Fri, 03 May 2024 23:30:00 -0700"
    mail.set_content(text, subtype=subtype)
    return mail


def texts(path: Path, text_column: str | None = None, *, fetch: bool = False) -> dict[str, str]:
    """The text of each article of a file, or the reason why it cannot be read."""
    members = members_of(path, path.name, text_column, fetch=fetch)
    assert members is not None
    return dict(_load_all(members))


def _load_all(members: list) -> Iterator[tuple[str, str]]:
    for member in members:
        try:
            yield member.name, member.load().text
        except Unreadable as error:
            yield member.name, f"unreadable: {error}"


def write_file(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


class TestMail:
    def test_headers_become_headline_byline_and_date(self):
        source = read_bytes(message(subject="Fwd: RE: Twelve held in Ely").as_bytes(), "a.eml")
        zones = {source.text[start:end]: zone for start, end, zone in source.zones}
        assert zones == {"Twelve held in Ely": Zone.HEADLINE, "From Ann Lee": Zone.BYLINE}
        assert source.published == date(2024, 5, 3)  # where it was written
        assert source.text.split("\n\n")[2].strip() == STORY

    def test_quoted_lines_and_the_signature_are_left_out(self):
        text = f"{STORY}\n\nOn Friday, Bob wrote:\n> It was 19 men.\n\n-- \nAnn, 01234 567890"
        source = read_bytes(message(text).as_bytes(), "a.eml")
        assert "19" not in source.text
        assert "01234" not in source.text
        assert "wrote" not in source.text

    def test_flowed_lines_are_joined(self):
        mail = message("Police held 12 men \nin Ely.\nThey were freed.\n")
        mail.set_param("format", "flowed")
        assert (
            read_bytes(mail.as_bytes(), "a.eml").text.strip().endswith("Police held 12 men in Ely.\nThey were freed.")
        )

    def test_plain_text_is_preferred_to_html(self):
        both = message()
        both.add_alternative("<p>Police held 99 men.</p>", subtype="html")
        assert "99" not in read_bytes(both.as_bytes(), "a.eml").text
        only = message("<style>p{}</style><p>Police held<br>12 men<!-- 13 --> in <b>Ely</b>.</p>", subtype="html")
        assert read_bytes(only.as_bytes(), "a.eml").text.endswith("Police held\n\n12 men in Ely.")

    def test_a_table_of_an_html_message_is_read_as_cells(self):
        rows = "<tr><td>Ash</td><td>3</td></tr><tr><td colspan=2>Elm</td></tr>"
        source = read_bytes(message(f"<table>{rows}</table>", subtype="html").as_bytes(), "a.eml")
        assert [[source.text[s:e] for s, e in row] for row in source.tables[0].rows] == [["Ash", "3"], ["Elm", ""]]

    def test_a_table_that_only_lays_out_the_page_is_prose(self):
        layout = f"<table><tr><td>{STORY} {STORY}</td><td></td></tr><tr><td>{STORY}</td><td></td></tr></table>"
        source = read_bytes(message(layout, subtype="html").as_bytes(), "a.eml")
        assert source.tables == ()
        assert source.text.endswith(STORY)

    def test_attached_documents_are_separate_articles(self, tmp_path):
        mail = message()
        mail.add_attachment(b"The walk was 6 miles.", maintype="text", subtype="plain", filename="walk.txt")
        mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="map.png")
        articles = texts(write_file(tmp_path, "a.eml", mail.as_bytes()))
        assert list(articles) == ["a.eml", "a.eml#walk.txt"]
        assert articles["a.eml#walk.txt"] == "The walk was 6 miles."

    def test_of_a_message_without_text_only_the_attachment_is_read(self, tmp_path):
        mail = message("\n")
        mail.add_attachment(STORY.encode(), maintype="text", subtype="plain", filename="a.txt")
        assert texts(write_file(tmp_path, "a.eml", mail.as_bytes())) == {"a.eml#a.txt": STORY}
        with pytest.raises(Unreadable, match="attached"):
            read_bytes(mail.as_bytes(), "a.eml")

    def test_a_message_that_cannot_be_read_has_a_row_beside_its_attachment(self, tmp_path):
        mail = message()
        mail.set_content(f"{STORY} \0".encode(), maintype="text", subtype="plain")
        mail.add_attachment(b"The walk was 6 miles.", maintype="text", subtype="plain", filename="walk.txt")
        articles = texts(write_file(tmp_path, "a.eml", mail.as_bytes()))
        assert list(articles) == ["a.eml", "a.eml#walk.txt"]
        assert articles["a.eml"].startswith("unreadable: a.eml is not a text")

    def test_a_message_with_an_attachment_is_read_once(self, tmp_path, monkeypatch):
        mail, read_names = message(), []
        mail.add_attachment(b"The walk was 6 miles.", maintype="text", subtype="plain", filename="walk.txt")
        read_mail_once = mail_module.read_mail
        monkeypatch.setattr(
            mail_module, "read_mail", lambda data, name: read_names.append(name) or read_mail_once(data, name)
        )
        assert len(texts(write_file(tmp_path, "a.eml", mail.as_bytes()))) == 2
        assert read_names == ["a.eml"]

    def test_steps_grow_in_proportion_to_lines(self):
        """Also where a line is repeated: it is not looked for from the beginning each time."""

        def steps(lines: int) -> int:
            data = message("".join(f"{number}\nthe same\n" for number in range(lines))).as_bytes()
            step_count = 0

            def count(_frame: object, _event: str, _argument: object) -> object:
                nonlocal step_count
                step_count += 1
                return count

            before = sys.gettrace()
            sys.settrace(count)
            try:
                source = read_bytes(data, "a.eml")
            finally:
                sys.settrace(before)
            assert source.line_starts[-1][1] == data.count(b"\n")
            return step_count

        assert steps(800) < 3 * steps(400)

    def test_a_message_without_attachments_is_a_single_article(self, tmp_path):
        assert members_of(write_file(tmp_path, "a.eml", message().as_bytes()), "a.eml") is None

    @pytest.mark.parametrize(
        "data", [STORY.encode(), b"\x00\x01\x02" * 50, b"Subject: a\nContent-Type: multipart/mixed\n\nno boundary"]
    )
    def test_a_file_that_is_no_message_is_refused(self, data):
        with pytest.raises(Unreadable, match=r"a\.eml"):
            read_bytes(data, "a.eml")


class TestTables:
    CSV = f'title,body\nOne,"{STORY}"\nTwo,\nThree,"A ""quoted"" word\nover two lines."\nFour\n'

    def test_each_row_of_the_column_is_an_article(self, tmp_path):
        articles = texts(write_file(tmp_path, "a.csv", self.CSV), "body")
        assert articles["a.csv#1"] == STORY
        assert articles["a.csv#3"] == 'A "quoted" word\nover two lines.'
        assert "empty" in articles["a.csv#2"]
        assert "1 cells" in articles["a.csv#4"]

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.csv", f'title;body\nOne;"{STORY}"\n'),
            ("a.tsv", f"title\tbody\nOne\t{STORY}\n"),
            ("a.CSV", f"\ufefftitle,body\r\nOne,{STORY.replace(',', '')}\r\n"),
            ("a.jsonl", f'{{"title": "One", "body": "{STORY}"}}\n\n'),
        ],
        ids=["semicolons", "tabs", "mark", "json lines"],
    )
    def test_every_kind_of_table_is_read(self, tmp_path, name, content):
        articles = texts(write_file(tmp_path, name, content), "body")
        assert list(articles) == [f"{name}#1"]
        assert articles[f"{name}#1"].startswith("Police held 12 men")

    def test_parquet_is_read(self, tmp_path):
        pyarrow = pytest.importorskip("pyarrow")
        parquet = pytest.importorskip("pyarrow.parquet")
        table = pyarrow.table({"id": [1, 2, 3], "body": [STORY, None, "A walk."]})
        parquet.write_table(table, tmp_path / "a.parquet")
        articles = texts(tmp_path / "a.parquet", "body")
        assert articles["a.parquet#1"] == STORY
        assert "empty" in articles["a.parquet#2"]
        with pytest.raises(Unreadable, match="no column 'text'; its columns: id, body"):
            members_of(tmp_path / "a.parquet", "a.parquet", "text")
        with pytest.raises(Unreadable, match="--text-column"):
            read_bytes((tmp_path / "a.parquet").read_bytes(), "a.parquet")

    @pytest.mark.parametrize(
        ("texts", "options"),
        [(["a" * 1_100] * 40, {}), (["a" * 30_000], {"compression": "zstd"}), ([""] * 60, {})],
        ids=["repeated", "compressed", "rows"],
    )
    def test_a_parquet_file_that_unpacks_to_too_much_is_refused(self, tmp_path, monkeypatch, texts, options):
        pyarrow = pytest.importorskip("pyarrow")
        parquet = pytest.importorskip("pyarrow.parquet")
        monkeypatch.setattr(table_file, "MAX_TABLE_BYTES", 20_000)
        monkeypatch.setattr(table_file, "MAX_ROWS", 50)
        parquet.write_table(pyarrow.table({"body": texts}), tmp_path / "a.parquet", **options)
        assert (tmp_path / "a.parquet").stat().st_size < 20_000
        with pytest.raises(Unreadable, match=r"^a\.parquet holds more than .*: split it and check the parts"):
            members_of(tmp_path / "a.parquet", "a.parquet", "body")

    def test_a_parquet_column_of_lists_is_refused(self, tmp_path):
        pyarrow = pytest.importorskip("pyarrow")
        parquet = pytest.importorskip("pyarrow.parquet")
        parquet.write_table(pyarrow.table({"tags": [[1], [2]], "body": [STORY, STORY]}), tmp_path / "a.parquet")
        assert len(texts(tmp_path / "a.parquet", "body")) == 2
        with pytest.raises(Unreadable, match=r"the column 'tags' holds lists or records"):
            members_of(tmp_path / "a.parquet", "a.parquet", "tags")

    @pytest.mark.parametrize("first", ["oops", '{"id": 1}'])
    def test_a_first_line_without_an_article_is_a_row_with_the_reason(self, tmp_path, first):
        articles = texts(write_file(tmp_path, "a.jsonl", f'{first}\n{{"id": 2, "body": "{STORY}"}}\n'), "body")
        assert articles["a.jsonl#1"].startswith("unreadable: a.jsonl#1")
        assert articles["a.jsonl#2"] == STORY

    def test_a_missing_column_is_refused_with_the_columns_of_all_lines(self, tmp_path):
        with pytest.raises(Unreadable, match="no column 'text'; its columns: title, body"):
            members_of(write_file(tmp_path, "a.jsonl", '{"title": 1}\noops\n{"body": "a"}'), "a.jsonl", "text")
        with pytest.raises(Unreadable, match=r"Its columns: title\."):
            read_bytes(b'oops\n{"title": 1}\n', "a.jsonl")

    @pytest.mark.parametrize("content", ["\ufeff\n", "oops\n7\n"])
    def test_a_file_without_objects_is_refused(self, tmp_path, content):
        path = write_file(tmp_path, "a.jsonl", content)
        with pytest.raises(Unreadable, match="holds no JSON objects"):
            read_bytes(path.read_bytes(), "a.jsonl")
        with pytest.raises(Unreadable, match="holds no JSON objects"):
            members_of(path, "a.jsonl", "body")

    def test_a_damaged_line_of_json_is_a_row_with_the_reason(self, tmp_path):
        articles = texts(
            write_file(tmp_path, "a.jsonl", f'{{"body": "{STORY}"}}\n{{"body": \n{{"body": 7}}\n[1]\n'), "body"
        )
        assert [text.partition(":")[0] for text in articles.values()] == [
            "Police held 12 men in Ely, seven of them from Hull and four from Penn.",
            "unreadable",
            "unreadable",
            "unreadable",
        ]

    def test_a_missing_column_is_refused_with_the_columns_of_the_table(self, tmp_path):
        for name, content in (("a.csv", self.CSV), ("a.jsonl", '{"title": 1, "body": "a"}')):
            with pytest.raises(Unreadable, match="no column 'text'; its columns: title, body"):
                members_of(write_file(tmp_path, name, content), name, "text")

    def test_long_names_of_columns_are_cut_whatever_the_reason_of_the_refusal(self, tmp_path):
        columns = ["title", "the\nbody " + "of it " * 900, "", *(f"c{number}" for number in range(30))]
        listed = f"title, the body {'of it ' * 5}o, (no name), c0, c1, c2, c3, c4, c5, c6, c7, c8 and 21 more. "
        path = write_file(tmp_path, "a.jsonl", json.dumps(dict.fromkeys(columns, 1)))
        for refuse in (lambda: members_of(path, path.name, "text"), lambda: read_bytes(path.read_bytes(), path.name)):
            with pytest.raises(Unreadable, match=r"--text-column") as refused:
                refuse()
            assert str(refused.value).partition("ts columns: ")[2].startswith(listed)

    @pytest.mark.parametrize(("name", "content"), [("a.csv", CSV), ("a.jsonl", '{"title": 1, "body": "a"}')])
    def test_without_a_column_a_table_is_refused_with_advice(self, tmp_path, name, content):
        path = write_file(tmp_path, name, content)
        assert members_of(path, name) is None
        with pytest.raises(Unreadable, match=r"not read as prose\. Its columns: title, body\..*--text-column"):
            read_bytes(path.read_bytes(), name)

    def test_a_table_of_figures_with_a_total_is_read_as_cells(self):
        source = read_bytes(b'Ward,Votes\nAsh,"1,204"\nElm,310\nTotal,"1,514"\n', "a.csv")
        assert [[source.text[s:e] for s, e in row] for row in source.tables[0].rows][1] == ["Ash", "1,204"]
        assert source.extracted


RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>News</title><item><title>Twelve &amp;amp; more</title><link>https://news.example/1</link>
<pubDate>Fri, 03 May 2024 10:00:00 GMT</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>Police held 12 men.</p><ul><li>Seven of Hull</li></ul>]]></content:encoded></item>
<item><title>Elsewhere</title><link>https://news.example/2</link><description>Short.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><entry><title>Twelve held</title>
<updated>2024-05-03T10:00:00Z</updated><content type="html">&lt;p&gt;Police held 12 men.&lt;/p&gt;</content></entry>
</feed>"""


class TestFeeds:
    @pytest.mark.parametrize(("name", "content"), [("a.xml", RSS), ("a.rss", RSS), ("a.atom", ATOM), ("a.xml", ATOM)])
    def test_entries_with_their_text_are_articles(self, tmp_path, name, content):
        members = members_of(write_file(tmp_path, name, content), name, fetch=False)
        assert members is not None
        source = members[0].load()
        assert source.text.startswith("Twelve")
        assert "Police held 12 men." in source.text.split("\n\n")
        assert source.published == date(2024, 5, 3)

    def test_an_entry_that_is_only_a_link_is_fetched_if_that_is_allowed(self, tmp_path):
        path = write_file(tmp_path, "a.xml", RSS)
        fetched = members_of(path, "a.xml")
        assert fetched is not None
        assert [(member.name, member.is_fetched) for member in fetched] == [
            ("a.xml#1", False),
            ("https://news.example/2", True),
        ]
        assert "copydesk batch a.xml" in texts(path)["a.xml"]

    @pytest.mark.parametrize("content", [RSS, RSS.removesuffix("</channel></rss>")], ids=["whole", "cut off"])
    def test_a_feed_is_parsed_once(self, tmp_path, monkeypatch, content):
        feedparser = pytest.importorskip("feedparser")
        parse, parsed = feedparser.parse, []
        monkeypatch.setattr(feedparser, "parse", lambda *data, **more: parsed.append(data) or parse(*data, **more))
        assert ("a.rss#cut-off" in texts(write_file(tmp_path, "a.rss", content))) == (content != RSS)
        assert len(parsed) == 1

    def test_other_xml_is_no_feed(self, tmp_path):
        assert members_of(write_file(tmp_path, "a.xml", "<svg><path/></svg>"), "a.xml") is None

    @pytest.mark.parametrize(
        "start",
        [
            "",
            '\ufeff<?xml version="1.0"?>\n',
            "\r\n ",
            f"<!-- {'x' * 3_000} -->\n",
            '<!DOCTYPE rss PUBLIC "-//News//DTD RSS 0.91//EN" "https://news.example/rss.dtd">',
            '<!DOCTYPE rss [<!ENTITY % all SYSTEM "all.ent"> %all; ]>\n',
        ],
        ids=["nothing", "mark", "space", "comment", "type", "entities"],
    )
    @pytest.mark.parametrize("tag", ["<rss>", "<RSS\n>", "<rss/>", "<atom:feed >", "<rdf:RDF>", "<RDF>"])
    def test_a_feed_is_known_by_its_first_tag(self, tmp_path, start, tag):
        assert is_feed_file(write_file(tmp_path, "a.xml", f"{start}{tag}"))

    @pytest.mark.parametrize(
        "content",
        ["<feedback><a/></feedback>", "<notes><!-- as in <rss> --><a/></notes>", "<!DOCTYPE html><html>", "<!--"],
    )
    def test_a_file_that_only_mentions_one_is_none(self, tmp_path, content):
        assert not is_feed_file(write_file(tmp_path, "a.xml", content))

    @pytest.mark.parametrize("content", ["<rss><channel></channel></rss>", "<rss><chan", '<feed xmlns="x"></feed>'])
    def test_a_feed_without_articles_is_refused(self, tmp_path, content):
        with pytest.raises(Unreadable, match="feed"):
            members_of(write_file(tmp_path, "a.xml", content), "a.xml")

    def test_a_path_in_a_feed_file_is_not_followed(self, tmp_path):
        other = write_file(tmp_path, "other", ATOM)
        with pytest.raises(Unreadable, match="no feed"):
            members_of(write_file(tmp_path, "a.rss", str(other)), "a.rss")

    def test_an_entry_with_an_impossible_date_has_no_date(self, tmp_path):
        feed = ATOM.replace("2024-05-03T10:00:00Z", "0001-01-01T00:00:00+01:00")
        members = members_of(write_file(tmp_path, "a.atom", feed), "a.atom")
        assert members is not None
        assert members[0].load().published is None


class TestAddressLists:
    LIST = "# the morning's\nhttps://news.example/1\n\nhttps://news.example/2\nhttps://news.example/1\n"

    @pytest.mark.parametrize("name", ["a.txt", "a.urls"])
    def test_each_address_is_fetched_once(self, tmp_path, name):
        members = members_of(write_file(tmp_path, name, self.LIST), name)
        assert members is not None
        assert [member.name for member in members] == ["https://news.example/1", "https://news.example/2"]

    def test_nothing_is_fetched_for_a_list_in_a_folder(self, tmp_path):
        assert "2 web addresses" in texts(write_file(tmp_path, "a.txt", self.LIST))["a.txt"]

    @pytest.mark.parametrize("content", [STORY, f"{LIST}{STORY}", "https://news.example/1 has the story.", ""])
    def test_a_story_is_no_list(self, tmp_path, content):
        assert members_of(write_file(tmp_path, "a.txt", content), "a.txt") is None


class TestWebArchives:
    def archive(self, gzip: bool) -> bytes:
        writer_module = pytest.importorskip("warcio.warcwriter")
        headers_module = pytest.importorskip("warcio.statusandheaders")
        out = io.BytesIO()
        writer = writer_module.WARCWriter(out, gzip=gzip)
        page = f"<html><body><article><h1>Twelve held</h1><p>{STORY}</p><p>{STORY}</p></article></body></html>"
        for url, status, kind, body in (
            ("https://news.example/1", "200 OK", "text/html; charset=utf-8", page),
            ("https://news.example/a.png", "200 OK", "image/png", "x"),
            ("https://news.example/gone", "404 Not Found", "text/html", page),
            ("https://news.example/1", "200 OK", "text/html", page.replace("12", "13")),
        ):
            headers = headers_module.StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.0")
            record = writer.create_warc_record(url, "response", payload=io.BytesIO(body.encode()), http_headers=headers)
            writer.write_record(record)
        return out.getvalue()

    @pytest.mark.parametrize(("name", "gzip"), [("a.warc", False), ("a.warc.gz", True)])
    def test_pages_are_articles(self, tmp_path, name, gzip):
        articles = texts(write_file(tmp_path, name, self.archive(gzip)))
        assert list(articles) == ["https://news.example/1", "https://news.example/1 (2)"]
        assert "13 men" in articles["https://news.example/1 (2)"]

    @pytest.mark.parametrize("content", [b"WARC/1.0\r\n", b"no archive", b"\x1f\x8b\x08broken", b""])
    def test_a_damaged_archive_is_refused(self, tmp_path, content):
        pytest.importorskip("warcio")
        with pytest.raises(Unreadable, match="web"):
            members_of(write_file(tmp_path, "a.warc.gz", content), "a.warc.gz")

    @pytest.mark.parametrize(("name", "gzip"), [("a.warc", False), ("a.warc.gz", True)])
    def test_an_archive_that_is_cut_off_is_read_up_to_there_and_a_row_says_so(self, tmp_path, name, gzip):
        articles = texts(write_file(tmp_path, name, self.archive(gzip)[:-40]))
        assert list(articles) == ["https://news.example/1", f"{name}#cut-off"]
        assert "12 men" in articles["https://news.example/1"]
        reason = f"unreadable: {name} cannot be read after page 1 (it is cut off): fetch it again."
        assert articles[f"{name}#cut-off"] == reason

    def test_an_archive_with_a_wrong_byte_is_read_up_to_there_and_a_row_says_so(self, tmp_path):
        data = bytearray(self.archive(gzip=True))
        data[-40] ^= 1
        articles = texts(write_file(tmp_path, "a.warc.gz", bytes(data)))
        assert list(articles) == ["https://news.example/1", "a.warc.gz#cut-off"]
        assert "after page 1 (it is damaged or cut off)" in articles["a.warc.gz#cut-off"]


class TestUniqueNames:
    def test_a_name_that_is_taken_gets_the_next_free_number(self):
        assert unique_names(["a", "a (2)", "a", "A", "a"]) == ["a", "a (2)", "a (3)", "A", "a (4)"]
        assert unique_names(["a", "A-2", "A"], "{}-{}", str.lower) == ["a", "A-2", "A-3"]

    def test_a_free_number_is_not_searched_for_from_the_beginning(self):
        looked_up: list[str] = []

        def count(name: str) -> str:
            looked_up.append(name)
            return name

        names = unique_names(["a"] * 500, fold=count)
        assert len(set(names)) == 500
        assert len(looked_up) < 10 * 500
