#include "kernel/sql/pg_rows.h"

#include <fmt/format.h>

#include "base/assert.h"
#include "kernel/sql/pg_text.h"

namespace yilin::sql {
namespace {
constexpr Oid kBytea = 17;
}

void PgRows::reset(PgResult result) {
  result_ = std::move(result);
  row_ = -1;
  count_ = PQntuples(result_.get());
  decoded_.assign(static_cast<std::size_t>(PQnfields(result_.get())), {});
}

std::string_view PgRows::raw(int column) const {
  YILIN_ASSERT(row_ >= 0 && row_ < count_ && column >= 0 && column < static_cast<int>(decoded_.size()));
  return {PQgetvalue(result_.get(), row_, column), static_cast<std::size_t>(PQgetlength(result_.get(), row_, column))};
}

bool PgRows::null(int column) const {
  raw(column);
  return PQgetisnull(result_.get(), row_, column) != 0;
}

std::int64_t PgRows::integer(int column) const { return null(column) ? 0 : parse_integer(raw(column)); }

std::string_view PgRows::text(int column) const {
  if (PQftype(result_.get(), column) != kBytea) return raw(column);
  const auto decoded = bytes(column);
  return {reinterpret_cast<const char*>(decoded.data()), decoded.size()};
}

std::span<const std::uint8_t> PgRows::bytes(int column) const {
  if (null(column)) return {};
  const std::string_view value = raw(column);
  if (PQftype(result_.get(), column) != kBytea) return {reinterpret_cast<const std::uint8_t*>(value.data()), value.size()};
  Decoded& decoded = decoded_[static_cast<std::size_t>(column)];
  if (decoded.row != row_) decoded = {row_, from_hex(value)};  // once a row: views already given stay valid
  return decoded.data;
}

PgCursorRows::PgCursorRows(PgSession& session, std::string name, const Statement& statement)
    : PgRows(open(session, name, statement)), session_(session), name_(std::move(name)) {}

PgResult PgCursorRows::open(PgSession& session, const std::string& name, const Statement& statement) {
  session.ask(fmt::format("DECLARE {} NO SCROLL CURSOR FOR {}", name, statement.text()), statement.parameters());
  return session.ask(fmt::format("FETCH {} FROM {}", kFetch, name));
}

PgCursorRows::~PgCursorRows() {
  try {
    session_.ask(fmt::format("CLOSE {}", name_));
  } catch (const Failure&) {
    // The transaction has failed and taken the cursor with it.
  }
}

bool PgCursorRows::next() {
  if (PgRows::next()) return true;
  if (count() < kFetch) return false;
  reset(session_.ask(fmt::format("FETCH {} FROM {}", kFetch, name_)));
  return PgRows::next();
}

}  // namespace yilin::sql
