#include "kernel/sql/migrations.h"

#include <map>
#include <utility>

#include <fmt/format.h>
#include <gcrypt.h>

#include "base/assert.h"

namespace yilin::sql {
namespace {

using Key = std::pair<std::string, int>;

std::string sha256(std::string_view text) {
  gcry_check_version(nullptr);
  unsigned char digest[32];
  gcry_md_hash_buffer(GCRY_MD_SHA256, digest, text.data(), text.size());
  std::string hex;
  for (const unsigned char byte : digest) hex += fmt::format("{:02x}", byte);
  return hex;
}

// SQLite: an INTEGER PRIMARY KEY is the row's own place, a BIGINT one would be a second index.
std::string for_sqlite(std::string_view text) {
  constexpr std::string_view from = "BIGINT PRIMARY KEY", to = "INTEGER PRIMARY KEY";
  std::string out(text);
  for (std::size_t at = 0; (at = out.find(from, at)) != std::string::npos; at += to.size()) out.replace(at, from.size(), to);
  return out;
}

void create_own_tables(Connection& writer) {
  writer.begin();
  writer.exec("CREATE TABLE IF NOT EXISTS migration (module TEXT NOT NULL, number BIGINT NOT NULL, name TEXT NOT NULL, "
              "sha256 TEXT NOT NULL, PRIMARY KEY (module, number))");
  writer.exec("CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL)");
  writer.commit();
}

std::map<Key, std::string> applied_before(Connection& writer) {
  std::map<Key, std::string> out;
  for (Rows rows = writer.rows("SELECT module, number, sha256 FROM migration"); rows.next();)
    out[{rows.str(0), static_cast<int>(rows.integer(1))}] = rows.str(2);
  return out;
}

void refuse_newer_database(const std::map<Key, std::string>& applied, const std::map<std::string, int>& last) {
  for (const auto& [key, hash] : applied) {
    const auto known = last.find(key.first);
    if (known != last.end() && key.second > known->second)
      throw Failure(fmt::format("数据库已执行迁移 {}/{:04}，比本程序新。请使用不低于该版本的程序。", key.first, key.second));
  }
}

}  // namespace

std::vector<std::string> migrate(Connection& writer, std::span<const Migration> migrations,
                                 const std::function<void(std::string_view)>& progress) {
  create_own_tables(writer);
  const std::map<Key, std::string> applied = applied_before(writer);
  std::map<std::string, int> last;
  for (const Migration& m : migrations) {
    int& number = last[std::string(m.module)];
    YILIN_ASSERT(m.number > number);
    number = m.number;
  }
  refuse_newer_database(applied, last);

  std::vector<std::string> done;
  for (const Migration& m : migrations) {
    const bool sqlite = writer.dialect() == Dialect::sqlite;
    const std::string_view text = sqlite ? m.sqlite : m.postgres;
    const std::string name = fmt::format("{}/{:04}_{}", m.module, m.number, m.name);
    const std::string hash = sha256(text);
    if (const auto before = applied.find({std::string(m.module), m.number}); before != applied.end()) {
      if (before->second != hash) throw Failure(fmt::format("迁移 {} 执行后被改动过，拒绝启动。请恢复原文，另写新的迁移。", name));
      continue;
    }
    if (progress) progress(name);
    writer.begin();
    try {
      writer.script(sqlite ? for_sqlite(text) : std::string(text));
      writer.exec("INSERT INTO migration (module, number, name, sha256) VALUES (?, ?, ?, ?)", m.module, m.number, m.name, hash);
      writer.commit();
    } catch (const Failure& failure) {
      writer.rollback();
      throw Failure(fmt::format("迁移 {} 执行失败：{}", name, failure.what()));
    }
    done.push_back(name);
  }
  return done;
}

std::vector<std::string> columns(Connection& connection, std::string_view table) {
  const Statement query = connection.dialect() == Dialect::sqlite
      ? Statement("SELECT name FROM pragma_table_info(?) ORDER BY cid", table)
      : Statement("SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() "
                  "AND table_name = ? ORDER BY ordinal_position", table);
  std::vector<std::string> names;
  for (Rows rows = connection.rows(query); rows.next();) names.push_back(rows.str(0));
  return names;
}

}  // namespace yilin::sql
