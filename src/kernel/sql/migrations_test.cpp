#include <gtest/gtest.h>

#include "kernel/sql/migrations.h"
#include "kernel/sql/scratch.h"

namespace yilin::sql_sample {
std::span<const sql::Migration> migrations();  // testdata/migrations, embedded by CMake
}

namespace yilin::sql {
namespace {

class Migrations : public testing::TestWithParam<Dialect> {
 protected:
  Scratch scratch{GetParam()};
  std::unique_ptr<Connection> writer = open(scratch.url(), Role::writer);
  std::string ask(Literal question) {
    Rows rows = writer->rows(question);
    return rows.next() ? rows.str(0) : "nothing";
  }
  std::string refusal(std::span<const Migration> migrations) {
    try {
      migrate(*writer, migrations);
      return "";
    } catch (const Failure& failure) {
      return failure.what();
    }
  }
};
INSTANTIATE_TEST_SUITE_P(Databases, Migrations, testing::ValuesIn(scratch_dialects()),
                         [](const auto& info) { return dialect_name(info.param); });

constexpr Migration one{"a", 1, "one", "CREATE TABLE t (id BIGINT PRIMARY KEY, b TEXT)", "CREATE TABLE t (id BIGINT PRIMARY KEY, b TEXT)"};

TEST_P(Migrations, EmbeddedTextsArriveByteForByteAndByDialect) {
  const std::vector<std::string> names = migrate(*writer, sql_sample::migrations());
  EXPECT_EQ(names, (std::vector<std::string>{"sql_sample/0001_plain", "sql_sample/0002_differs", "sql_sample/0003_override"}));
  EXPECT_EQ(ask("SELECT name FROM sample WHERE id = 1"), "王秀英; \\ )\" [x] ${y} #");
  EXPECT_EQ(ask("SELECT name FROM sample WHERE id = 2"), dialect_name(GetParam()));
  const Migration& third = sql_sample::migrations()[2];
  EXPECT_EQ(third.sqlite, "CREATE INDEX sample_name_sqlite ON sample (name);\n");
  EXPECT_EQ(third.postgres, "CREATE INDEX sample_name_any ON sample (name);\n");
}

TEST_P(Migrations, RunOnceAndReportProgress) {
  std::vector<std::string> progress;
  migrate(*writer, std::span(&one, 1), [&](std::string_view name) { progress.emplace_back(name); });
  EXPECT_EQ(progress, std::vector<std::string>{"a/0001_one"});
  EXPECT_TRUE(migrate(*writer, std::span(&one, 1)).empty());
  const Migration more[] = {one, {"a", 2, "two", "INSERT INTO t VALUES (1, 'x')", "INSERT INTO t VALUES (1, 'x')"}};
  EXPECT_EQ(migrate(*writer, more), std::vector<std::string>{"a/0002_two"});
}

TEST_P(Migrations, AChangedTextIsRefused) {
  migrate(*writer, std::span(&one, 1));
  Migration changed = one;
  changed.sqlite = changed.postgres = "CREATE TABLE t (id BIGINT PRIMARY KEY, b TEXT, c TEXT)";
  EXPECT_NE(refusal(std::span(&changed, 1)).find("a/0001_one 执行后被改动过"), std::string::npos);
}

TEST_P(Migrations, ADatabaseNewerThanTheProgramIsRefused) {
  const Migration two[] = {one, {"a", 2, "two", "SELECT 1", "SELECT 1"}};
  migrate(*writer, two);
  EXPECT_NE(refusal(std::span(&one, 1)).find("比本程序新"), std::string::npos);
}

TEST_P(Migrations, AFailingOneLeavesNothingOfItselfAndKeepsThoseBefore) {
  const Migration two[] = {one, {"a", 2, "two", "CREATE TABLE u (id BIGINT); INSERT INTO t VALUES (1); SELEKT", "CREATE TABLE u (id BIGINT); SELEKT"}};
  EXPECT_NE(refusal(two).find("a/0002_two 执行失败"), std::string::npos);
  EXPECT_EQ(columns(*writer, "t"), (std::vector<std::string>{"id", "b"}));
  EXPECT_TRUE(columns(*writer, "u").empty());
  EXPECT_EQ(ask("SELECT count(*) FROM migration"), "1");
}

TEST_P(Migrations, MakeTheTableMeta) {
  migrate(*writer, {});
  EXPECT_EQ(columns(*writer, "meta"), (std::vector<std::string>{"key", "value"}));
  writer->exec("INSERT INTO meta (key, value) VALUES ('cell', '1')");
  EXPECT_THROW(writer->exec("INSERT INTO meta (key, value) VALUES ('cell', '2')"), Failure);
}

TEST(SqliteMigrations, ABigintPrimaryKeyIsTheRowIdItself) {
  const Scratch scratch;
  const auto writer = open(scratch.url(), Role::writer);
  migrate(*writer, std::span(&one, 1));
  Rows rows = writer->rows("SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND tbl_name = 't'");
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.integer(0), 0);
}

}  // namespace
}  // namespace yilin::sql
