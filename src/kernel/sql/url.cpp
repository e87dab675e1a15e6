#include "kernel/sql/url.h"

#include <charconv>

#include <fmt/format.h>

#include "kernel/sql/connection.h"

namespace yilin::sql {
namespace {
constexpr std::string_view kSqlite = "sqlite:";

std::int64_t number(std::string_view name, std::string_view text) {
  std::int64_t value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0 || value > 1'048'576)
    throw Failure(fmt::format("数据库地址中的 {} 应为 0 至 1048576 的整数。", name));
  return value;
}

void take_option(SqliteLocation& location, std::string_view name, std::string_view value) {
  if (name == "vfs") location.vfs = value;
  else if (name == "cache_mb") location.cache_mb = number(name, value);
  else if (name == "mmap_mb") location.mmap_mb = number(name, value);
  else if (name == "read_ms") location.read_ms = number(name, value);
  else if (name == "synchronous" && value == "off") location.synchronous_off = true;
  else throw Failure(fmt::format("数据库地址中的选项“{}={}”不认识。", name, value));
}
}  // namespace

Dialect dialect_of(std::string_view url) {
  return url.starts_with("postgresql://") || url.starts_with("postgres://") ? Dialect::postgres : Dialect::sqlite;
}

SqliteLocation parse_sqlite_url(std::string_view url) {
  if (url.starts_with(kSqlite)) url.remove_prefix(kSqlite.size());
  SqliteLocation location;
  const std::size_t question = url.find('?');
  location.path = url.substr(0, question);
  std::string_view options = question == std::string_view::npos ? std::string_view{} : url.substr(question + 1);
  while (!options.empty()) {
    const std::string_view option = options.substr(0, options.find('&'));
    const std::size_t equals = option.find('=');
    if (equals == std::string_view::npos) throw Failure(fmt::format("数据库地址中的选项“{}”缺少“=”。", option));
    take_option(location, option.substr(0, equals), option.substr(equals + 1));
    options.remove_prefix(std::min(options.size(), option.size() + 1));
  }
  if (location.path.empty()) throw Failure("数据库地址缺少文件名。");
  if (location.synchronous_off && location.vfs.empty()) throw Failure("synchronous=off 只供断电试验（vfs=）使用。");
  return location;
}

}  // namespace yilin::sql
