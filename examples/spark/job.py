"""Reads the submissions below FOLDER in shards, each by a process of yusuan, into one Parquet folder OUT, and answers the
questions of questions.sql from it: on the executors of Spark, or on this machine with DuckDB.

    python3 job.py FOLDER OUT --year 2026 --shards 64 --engine spark|duckdb [--yusuan PATH]

FOLDER and OUT are paths that every executor sees. Spark may try a shard again: it is then made anew, with the same bytes.
"""

import argparse
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TABLES = ["facts", "units", "files", "findings", "codes", "meta"]


def read_shard(yusuan, folder, out, shard, shards):
    """Reads one shard; exit code 1 says that some submission has errors, which are in the table of findings."""
    command = [yusuan, "convert", folder, "--to", "parquet", "--shard", f"{shard}/{shards}", "-o", out, "--force"]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"shard {shard}/{shards}: {done.stderr[-2000:]}")
    return done.returncode


def questions(year):
    """The title and the query of each question."""
    text = (Path(__file__).parent / "questions.sql").read_text(encoding="utf-8")
    for part in text.split(";\n"):
        lines = part.strip().splitlines()
        titles = [line[3:] for line in lines if line.startswith("-- ")]
        query = "\n".join(line for line in lines if not line.startswith("--"))
        if query:
            yield titles[-1], query.replace("{year}", str(year))


def show(title, columns, rows):
    print(f"# {title}")
    for row in [columns, *rows]:
        print("\t".join("" if value is None else str(value) for value in row))


def require_whole(counted, shards):
    """A shard is there when its row of meta is: it is written last."""
    if counted != shards:
        raise SystemExit(f"{counted} of {shards} shards are there")


def by_spark(args):
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.appName("yusuan").getOrCreate()
    # Executors know nothing of this process but what is handed to them.
    yusuan, folder, out, shards, read = args.yusuan, args.folder, args.out, args.shards, read_shard
    numbers = spark.sparkContext.parallelize(range(1, shards + 1), shards)
    numbers.map(lambda shard: read(yusuan, folder, out, shard, shards)).collect()
    for table in TABLES:
        spark.read.parquet(f"{out}/{table}").createOrReplaceTempView(table)
    require_whole(spark.table("meta").count(), shards)
    for title, query in questions(args.year):
        answer = spark.sql(query)
        show(title, answer.columns, answer.collect())
    spark.stop()


def by_duckdb(args):
    import duckdb

    with ThreadPoolExecutor(args.processes) as pool:
        numbers = range(1, args.shards + 1)
        list(pool.map(lambda shard: read_shard(args.yusuan, args.folder, args.out, shard, args.shards), numbers))
    database = duckdb.connect()
    for table in TABLES:
        files = f"{args.out}/{table}/**/*.parquet".replace("'", "''")
        database.execute(f"CREATE VIEW {table} AS FROM read_parquet('{files}', hive_partitioning = true)")
    require_whole(database.sql("SELECT count(*) FROM meta").fetchall()[0][0], args.shards)
    for title, query in questions(args.year):
        answer = database.sql(query)
        show(title, answer.columns, answer.fetchall())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=os.path.abspath)
    parser.add_argument("out", type=os.path.abspath)
    parser.add_argument("--year", type=int, required=True)
    parser.add_argument("--shards", type=int, default=8)
    parser.add_argument("--engine", choices=["spark", "duckdb"], default="duckdb")
    parser.add_argument("--yusuan", default="yusuan", help="the program")
    parser.add_argument("--processes", type=int, default=os.cpu_count(), help="how many at a time, with DuckDB")
    args = parser.parse_args()
    by_spark(args) if args.engine == "spark" else by_duckdb(args)


if __name__ == "__main__":
    main()
