#pragma once
// The PostgreSQL back end of connection.h.

#include <chrono>
#include <memory>
#include <string_view>

#include "kernel/sql/changes.h"
#include "kernel/sql/connection.h"
#include "kernel/sql/lease.h"
#include "kernel/sql/pg_session.h"

namespace yilin::sql {

class PgConnection : public Connection, public CountsChanges {
 public:
  PgConnection(std::string_view url, Role role);

  Dialect dialect() const override { return Dialect::postgres; }
  Rows rows(const Statement& statement) override;
  Rows stream(const Statement& statement) override;
  std::int64_t exec(const Statement& statement) override;
  void queue(const Statement& statement) override;
  std::unique_ptr<BulkInsert> bulk(Literal table, std::span<const Literal> columns) override;
  void script(std::string_view sql) override;
  void begin() override;
  void commit() override;
  void rollback() override;
  void savepoint() override;
  void release_savepoint() override;
  void rollback_savepoint() override;
  void maintain() override;
  bool usable() override { return !lost_ && session_.alive(); }
  std::int64_t changes() const override { return changes_; }

  void copy_in(std::string_view copy, std::string_view data);

 private:
  void configure();
  void demand(std::string_view question, std::string_view sentence);
  template <class Work>
  auto guarded(Work&& work);

  Role role_;
  PgSession session_;
  std::unique_ptr<WriterLease> lease_;  // the writer's
  std::chrono::steady_clock::time_point renewed_{};
  bool spoiled_ = false;  // a statement of this transaction failed
  bool lost_ = false;
  std::int64_t cursors_ = 0, changes_ = 0;
};

}  // namespace yilin::sql
