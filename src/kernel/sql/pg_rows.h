#pragma once
// Results of PostgreSQL as Rows.

#include <memory>
#include <string>

#include "kernel/sql/connection.h"
#include "kernel/sql/pg_session.h"

namespace yilin::sql {

// A result that is wholly here.
class PgRows : public Rows::Source {
 public:
  explicit PgRows(PgResult result) { reset(std::move(result)); }
  bool next() override { return ++row_ < count_; }
  bool null(int column) const override;
  std::int64_t integer(int column) const override;
  std::string_view text(int column) const override;
  std::span<const std::uint8_t> bytes(int column) const override;

 protected:
  void reset(PgResult result);
  int count() const { return count_; }

 private:
  std::string_view raw(int column) const;
  PgResult result_;
  int row_ = -1, count_ = 0;
  struct Decoded {
    int row = -1;
    Blob data;
  };
  mutable std::vector<Decoded> decoded_;  // BYTEA, by column
};

// A cursor read kFetch rows at a time.
class PgCursorRows : public PgRows {
 public:
  static constexpr int kFetch = 4096;
  PgCursorRows(PgSession& session, std::string name, const Statement& statement);
  ~PgCursorRows() override;
  bool next() override;

 private:
  static PgResult open(PgSession& session, const std::string& name, const Statement& statement);
  PgSession& session_;
  std::string name_;
};

}  // namespace yilin::sql
