"""The commands of `roro`: each reads its arguments, asks the core, and prints."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.console.conversations import Conversations
from bot.console.ink import Ink, printable
from bot.console.json_form import listed_form, reply_form, to_line
from bot.console.replies import write_reply
from bot.console.utterances import Utterance, decode_lines, parse_utterance, sound
from bot.console.words import plural
from bot.errors import FactBaseError, QuestionsError, RoroError, UsageError
from bot.factbase.models import FactBase
from bot.settings import FACTS_DIR, SEEDS_DIR, Settings

if TYPE_CHECKING:
    from bot.qa.answering import Answerer  # only asking pays for its import

MANY_WORDINGS = 5_000
"""Up to so many, asking every fact its own questions takes but a few seconds."""


class Terminal(click.Group):
    """A group of commands whose every error is a clear line on standard error and an exit code."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; show someone who typed a question instead how to ask it."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            if " " in args[0]:
                raise click.UsageError(f'to ask a question, write: roro ask "{printable(args[0])}"', ctx) from error
            raise

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; tell what went wrong in words for the person who typed it."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise  # click reports these itself
        except FactBaseError as error:
            print_faults(error, "The fact base does not load")
            ctx.exit(error.exit_code)
        except QuestionsError as error:
            print_faults(error, "The questions cannot be read")
            ctx.exit(error.exit_code)
        except RoroError as error:
            click.echo(f"Error: {error}", err=True)
            ctx.exit(error.exit_code)
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            click.echo(f"Error: {where}{error.strerror or error}", err=True)
            ctx.exit(1)
        except Exception as error:
            if sys.flags.dev_mode:
                raise
            what = printable(f"{type(error).__name__}: {error}")
            click.echo(f"Error: Roro stumbled over itself ({what}).", err=True)
            click.echo("Please report it; `python -X dev -m bot …` shows where it happened.", err=True)
            ctx.exit(1)


@click.group(
    cls=Terminal,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
    Examples:
      roro chat
      roro ask "What can you tell me?"
      roro check
      roro --facts my/facts --seeds my/documents chat
    """,
)
@click.option(
    "--facts",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help=f"Folder of the curated facts; otherwise {FACTS_DIR}, or the facts that come with Roro.",
)
@click.option(
    "--seeds",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help=f"Folder of the documents that they quote; otherwise {SEEDS_DIR}, or those that come with Roro.",
)
@click.version_option(package_name="roro-bot", prog_name="roro", message="%(prog)s %(version)s")
@click.pass_context
def roro(ctx: click.Context, facts: Path | None, seeds: Path | None) -> None:
    """Answer questions from a curated base of facts, each with the very sentence that it rests on."""
    settings: Settings = ctx.obj
    ctx.obj = replace(settings, facts=facts or settings.facts, seeds=seeds or settings.seeds)
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@roro.command(
    short_help="Ask one question, or one a line from standard input.",
    epilog="""\b
    Examples:
      roro ask "What can you tell me?"
      roro ask --explain "What can you tell me?"
      roro ask - < questions.txt
      echo '{"question": "What can you tell me?", "conversation": "a"}' | roro ask --json -
    """,
)
@click.argument("question", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line, in ASCII.")
@click.option("--explain", is_flag=True, help="Show what was read in the question, what was considered, what decided.")
@click.pass_obj
def ask(settings: Settings, question: tuple[str, ...], *, as_json: bool, explain: bool) -> None:
    """Ask one QUESTION; or, with - for the question, one a line from standard input.

    A line of input is the question as plain text, or a JSON object {"question": …, "conversation": …};
    questions that share a conversation follow on from each other.

    What --explain shows of each candidate, all in 0 to 1. coverage: how much of the question, by weight, the fact
    speaks of; likeness: to the most similar of its wordings; asked: to the most similar that asks for the same kind
    of thing, where somebody is asked for; fits: whether it tells what is asked for; stated: how much of the question
    its statement names; carried: how much of what the conversation carries over it speaks of; open: the weight of
    the words that it leaves unaccounted for.
    """
    answerer = open_answerer(settings)
    factbase = answerer.base
    conversations = Conversations(answerer)
    if question == ("-",):
        utterances: Iterable[Utterance] = map(parse_utterance, decode_lines(sys.stdin.buffer))
    else:
        utterances = (Utterance(sound(" ".join(question))),)
    ink = Ink.of(sys.stdout)
    for number, utterance in enumerate(utterances):
        reply = conversations.reply(utterance)
        if as_json:
            click.echo(to_line(reply_form(reply, factbase, explain=explain)))
            continue
        if number:
            click.echo()
        click.echo(write_reply(reply, ink))
        if explain:
            from bot.console.explanation import explain as explanation_of

            click.echo(f"\n{explanation_of(reply, ink)}")


@roro.command(short_help="Talk with Roro at a prompt.")
@click.pass_obj
def chat(settings: Settings) -> None:
    """Talk with Roro: questions, follow-ups, and the passages behind the answers.

    At a terminal the prompt remembers what you asked and completes questions that Roro can answer.
    Lines piped in are answered in plain text.
    """
    from bot.console.chat import FAREWELLS, Chat

    answerer = open_answerer(settings)
    factbase = answerer.base
    talk = Chat(answerer, factbase, Ink.of(sys.stdout))
    if sys.stdin.isatty() and sys.stdout.isatty():
        from bot.console.prompt import history_file, typed_lines

        click.echo(f"{talk.respond('help')}\n\n{talk.respond(':help')}\n")
        lines = typed_lines(answerer.known_questions, history_file(os.environ))
    else:
        lines = decode_lines(sys.stdin.buffer)
    for line in lines:
        if line.strip().casefold() in FAREWELLS:
            break
        if line.strip():
            click.echo(f"{talk.respond(line)}\n")


@roro.command(
    epilog="""\b
    Examples:
      roro facts
      roro facts --topic TOPIC
      roro facts --json > facts.json
    """,
)
@click.option("--topic", metavar="TOPIC", help="Only the facts of this topic.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array, in ASCII.")
@click.pass_obj
def facts(settings: Settings, *, topic: str | None, as_json: bool) -> None:
    """List every fact with the words it rests on."""
    from bot.console.listings import list_facts

    factbase = open_factbase(settings)
    if topic is not None and topic not in factbase.topics:
        raise UsageError(f"there is no topic {topic!r}; choose one of: {', '.join(factbase.topics)}")
    if as_json:
        listed = [fact for fact in factbase.facts.values() if topic in (None, fact.topic)]
        click.echo(to_line([listed_form(fact, factbase) for fact in listed]))
    else:
        click.echo("\n".join(list_facts(factbase, topic, Ink.of(sys.stdout))))


@roro.command(short_help="List the documents.")
@click.pass_obj
def sources(settings: Settings) -> None:
    """List the documents: their dates, their quality, and the passages on which no fact may rest."""
    from bot.console.listings import list_sources

    click.echo("\n".join(list_sources(open_factbase(settings), Ink.of(sys.stdout))))


@roro.command(
    short_help="Check the fact base and show what it covers.",
)
@click.option(
    "--wordings/--no-wordings",
    default=None,
    help=f"Ask every fact its own questions; without this option, done up to {MANY_WORDINGS:,} questions.",
)
@click.pass_obj
def check(settings: Settings, *, wordings: bool | None) -> None:
    """Check the fact base, and show how much of each document its facts cover.

    A fault keeps the fact base from loading (exit code 3); a warning is merely doubtful: a fact that none of its own
    wordings reaches, facts that shadow others, names that pull questions away, and the like.
    Both go to standard error, one a line: file:line: what is wrong and what to change.
    """
    from bot.console.report import report_coverage, report_warnings, summarise
    from bot.curation.rehearsal import Group, count_wordings, rehearse
    from bot.factbase.checks import survey
    from bot.factbase.coverage import cover
    from bot.qa.answering import Answerer

    factbase = open_factbase(settings)
    count = count_wordings(factbase)
    asked = count <= MANY_WORDINGS if wordings is None else wordings
    groups = [Group("Files and documents", survey(factbase, settings.seeds))]
    if asked:
        with progress(count, "wordings") as advance:
            groups += rehearse(factbase, Answerer(factbase), advance)
    for line in report_warnings(groups):
        click.echo(line, err=True)
    click.echo(report_coverage(cover(factbase), Ink.of(sys.stdout)))
    click.echo()
    click.echo(summarise(factbase, sum(len(group.warnings) for group in groups)))
    if not asked:
        click.echo(f"The facts' own {count:,} questions were not asked; `--wordings` asks them.")


QUESTION_FILES = click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)

SHARE = click.FloatRange(0, 1)


@roro.command(
    "eval",
    short_help="Score replies to questions whose right outcome is known.",
    epilog="""\b
    Examples:
      roro eval questions.jsonl
      roro eval --show wrong,false questions.jsonl
      roro eval --floor-right 0.95 --floor-held 0.98 --max-wrong 0.01 *.jsonl
    """,
)
@QUESTION_FILES
@click.option(
    "--show",
    metavar="VERDICTS",
    default="",
    help="List the replies that were wrong, missed (offered, too), false, …: several with commas between, or all.",
)
@click.option("--floor-right", type=SHARE, metavar="SHARE", help="The least share of answerable questions right.")
@click.option("--floor-held", type=SHARE, metavar="SHARE", help="The least share of the others not answered.")
@click.option("--max-wrong", type=SHARE, metavar="SHARE", help="The most of the answerable questions wrong.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, in ASCII.")
@click.pass_context
def evaluate(
    ctx: click.Context,
    files: tuple[Path, ...],
    *,
    show: str,
    floor_right: float | None,
    floor_held: float | None,
    max_wrong: float | None,
    as_json: bool,
) -> None:
    """Ask the questions of FILEs and score the replies; exit with 1 where they are below a floor.

    A line of a FILE is a JSON object: `question` (or `turns`, of which the last is scored), `expect` (answered,
    nearest or unknown), and where it is answered `fact`, the id of the fact that answers it, or a list of ids;
    `gold`, verbatim parts of documents that right evidence contains, does as well. `style` groups questions.

    right: answered with a right fact first; wrong: with another one; offered: not answered, but a right fact was
    shown; missed: none was. Of questions that the facts do not answer, held: not answered; false: answered all the
    same.
    """
    from bot.console.evaluation import evaluation_form, list_results, parse_verdicts, tabulate
    from bot.curation import scoring
    from bot.curation.questions import read_all
    from bot.qa.answering import Answerer

    shown = parse_verdicts(show)
    factbase = open_factbase(ctx.obj)
    items = [item for group in read_all(files, factbase) for item in group]
    with progress(len(items), "questions") as advance:
        results = []
        for result in scoring.evaluate(Answerer(factbase), items, factbase):
            results.append(result)
            advance()
    if as_json:
        click.echo(to_line(evaluation_form(results, shown, factbase.digest)))
    else:
        ink = Ink.of(sys.stdout)
        for line in list_results(results, shown, ink):
            click.echo(line)
        click.echo(tabulate(results, ink))
    score = scoring.Score.of(result.verdict for result in results)
    short = score.below(scoring.Score(floor_right, max_wrong, floor_held))
    for complaint in short:
        click.echo(f"Below the floor: {complaint}.", err=True)
    if short:
        ctx.exit(1)


@roro.command(
    short_help="Set the thresholds from questions whose right outcome is known.",
    epilog="""\b
    Examples:
      roro tune questions/*.jsonl
      roro tune --write questions/*.jsonl
    """,
)
@QUESTION_FILES
@click.option("--write", is_flag=True, help="Put what was found into bot/qa/thresholds.py, if files gain by it unseen.")
@click.pass_obj
def tune(settings: Settings, files: tuple[Path, ...], *, write: bool) -> None:
    """Search for thresholds by which questions of two or more FILEs (as for `roro eval`) are answered best.

    The search goes from the present ones step by step, for as long as a step gains. It is done once with all files,
    and again with a part of them left out in turn: the files left out tell whether what was found holds for questions
    that it was not set from. The same files give the same thresholds.
    """
    from bot.console.tuning import report_tuning
    from bot.curation.questions import read_all
    from bot.curation.tuning import Tuner, write_thresholds
    from bot.qa import thresholds
    from bot.qa.answering import Answerer

    factbase = open_factbase(settings)
    tuner = Tuner(Answerer(factbase, remembers=True), read_all(files, factbase))
    with progress(tuner.steps, "thresholds") as advance:
        tuning = tuner.tune(thresholds.DEFAULT, advance)
    click.echo(report_tuning(tuning, Ink.of(sys.stdout)))
    if write and tuning.gains:
        write_thresholds(tuning.after, Path(thresholds.__file__))
        click.echo(f"Written to {thresholds.__file__}.")
    elif write:
        click.echo("Nothing was written.")


@contextmanager
def progress(length: int, what: str) -> Iterator[Callable[[], None]]:
    """Show how far something has come on standard error, if that is a terminal; call what it gives at each step."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    with click.progressbar(length=length, label=what, file=sys.stderr, show_pos=True) as bar:
        yield lambda: bar.update(1)


def open_factbase(settings: Settings) -> FactBase:
    """Load the fact base that the settings name; raise FactBaseError where it is at fault."""
    from bot.factbase.loading import load

    return load(settings.facts, settings.seeds)


def open_answerer(settings: Settings) -> Answerer:
    """Make an answerer over the fact base that the settings name, from what is kept of it where a folder is set."""
    from bot.keeping import open_answerer as open_kept
    from bot.qa.answering import Answerer

    return (
        Answerer(open_factbase(settings))
        if settings.kept is None
        else open_kept(settings.facts, settings.seeds, settings.kept)
    )


def print_faults(error: FactBaseError | QuestionsError, what: str) -> None:
    """Print every fault on standard error, then what comes of them and how many there are."""
    for fault in error.faults:
        click.echo(printable(str(fault)), err=True)
    click.echo(f"{what}: {plural(len(error.faults), 'fault')}.", err=True)
