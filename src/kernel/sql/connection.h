#pragma once
// One connection to SQLite 3.40 (file) or PostgreSQL 15. Not thread-safe: a connection belongs to one thread at a time.
// A failure of the database itself (disk full, lost server, broken SQL, violated constraint) throws sql::Failure; nothing
// that a user can type causes one. Prepared statements are cached by text, at most kStatementCacheMax of them.

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "kernel/sql/sql.h"

namespace yilin::sql {

inline constexpr std::size_t kStatementCacheMax = 512;

struct Failure : std::runtime_error {  // what() is for the log: it names the statement, never its values
  using std::runtime_error::runtime_error;
};
struct DiskFull : Failure {  // roll back; the connection goes on and may succeed later
  using Failure::Failure;
};
struct Lost : Failure {  // I/O error, lost server, lost lease: the connection serves nothing more
  using Failure::Failure;
};

enum class Dialect { sqlite, postgres };

// The rows of one query, read forward. Columns count from 0. Views stay valid until the next call of next().
class Rows {
 public:
  struct Source {  // one per back end
    virtual ~Source() = default;
    virtual bool next() = 0;
    virtual bool null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;   // NULL reads as 0
    virtual std::string_view text(int column) const = 0;  // NULL reads as ""
    virtual std::span<const std::uint8_t> bytes(int column) const = 0;
  };
  explicit Rows(std::unique_ptr<Source> source) : source_(std::move(source)) {}
  bool next() { return source_->next(); }
  bool null(int column) const { return source_->null(column); }
  std::int64_t integer(int column) const { return source_->integer(column); }
  std::string_view text(int column) const { return source_->text(column); }
  std::string str(int column) const { return std::string(source_->text(column)); }
  std::span<const std::uint8_t> bytes(int column) const { return source_->bytes(column); }
  std::vector<std::uint8_t> blob(int column) const {
    const auto view = source_->bytes(column);
    return {view.begin(), view.end()};
  }
  template <class IdType>
  IdType id(int column) const { return IdType{source_->integer(column)}; }

 private:
  std::unique_ptr<Source> source_;
};

// Many rows into one table: COPY on PostgreSQL, a prepared multi-row INSERT on SQLite. Rows are buffered: the table may
// lack them until finish(), and rows that are not finished are lost. Several may be open on a connection, with other
// statements between their rows.
class BulkInsert {
 public:
  virtual ~BulkInsert() = default;
  virtual void row(std::span<const Value> values) = 0;
  virtual void finish() = 0;
};

// A Failure inside a transaction spoils it: commit() throws until rollback() or rollback_savepoint(), on both databases.
// Text parameters are UTF-8 without NUL (a NUL is a Failure on both).
class Connection {
 public:
  virtual ~Connection() = default;
  virtual Dialect dialect() const = 0;
  // The statement has run when rows() returns (INSERT … RETURNING too). Close Rows before the transaction ends.
  // Do not change a table while Rows of it are open. PostgreSQL holds the whole result in memory: for more than some
  // 10,000 rows use stream().
  virtual Rows rows(const Statement& statement) = 0;
  // A SELECT of any size, inside a transaction, in bounded memory (a cursor on PostgreSQL).
  virtual Rows stream(const Statement& statement) { return rows(statement); }
  // Runs a statement without reading rows; returns the number of rows changed.
  virtual std::int64_t exec(const Statement& statement) = 0;
  // The same where the caller does not need the count: PostgreSQL queues it in the pipeline (an error then shows at the
  // next rows(), exec() or commit of the group, which is rolled back and run again one command at a time).
  virtual void queue(const Statement& statement) { exec(statement); }
  virtual std::unique_ptr<BulkInsert> bulk(Literal table, std::span<const Literal> columns) = 0;
  virtual void script(std::string_view sql) = 0;  // several statements; migrations only
  virtual void begin() = 0;
  virtual void commit() = 0;  // returns when durable
  virtual void rollback() = 0;
  virtual void savepoint() = 0;           // one level
  virtual void release_savepoint() = 0;
  virtual void rollback_savepoint() = 0;
  // Outside a transaction, between groups and at least once a second on the writer: SQLite moves its WAL into the
  // database when it has grown, PostgreSQL renews the lease. Throws Lost when there is no going on.
  virtual void maintain() {}
  virtual bool usable() { return true; }  // false: close it and open another

  template <class... Args>
  Rows rows(Literal text, Args&&... args) { return rows(Statement(text, std::forward<Args>(args)...)); }
  template <class... Args>
  Rows stream(Literal text, Args&&... args) { return stream(Statement(text, std::forward<Args>(args)...)); }
  template <class... Args>
  std::int64_t exec(Literal text, Args&&... args) { return exec(Statement(text, std::forward<Args>(args)...)); }
  template <class... Args>
  void queue(Literal text, Args&&... args) { queue(Statement(text, std::forward<Args>(args)...)); }
};

// Where a database is: "sqlite:<file>" (or a plain path) or "postgresql://…". Opens for reading only, or as the cell's
// writer; a second writer is refused with a Failure whose what() is a Chinese sentence for the operator.
// SQLite: WAL, synchronous=FULL on the writer (asserted at start), readers never checkpoint; the writer holds a lock on
// <file>.writer and creates a missing database. "sqlite:<file>?cache_mb=128&mmap_mb=0" sets the page cache (default 64
// for the writer, 16 for a reader) and the mapped part (default 0 and 1024). Fault tests add "vfs=<name>" (no lock file
// then) and, only with it, "synchronous=off".
// A reader's statement fails after 60 s (SQLite: a row of it; "read_ms=<n>" in the URL; PostgreSQL: statement_timeout).
// PostgreSQL: the writer takes the lease (lease.h) first. The database must be UTF8 with collation C or C.UTF-8, so that
// text sorts alike on both (C also lets LIKE 'x%' use an index). Needs a direct connection: no transaction pooler.
enum class Role { reader, writer };
std::unique_ptr<Connection> open(std::string_view url, Role role);
Dialect dialect_of(std::string_view url);

}  // namespace yilin::sql
