#pragma once
// One libpq connection in pipeline mode: statements are sent without waiting, results are read in order at collect().
// Prepared statements are kept by text. Not thread-safe.

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <libpq-fe.h>

#include "kernel/sql/connection.h"
#include "kernel/sql/statement_cache.h"

namespace yilin::sql {

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using PgResult = std::unique_ptr<PGresult, ClearResult>;

class PgSession {
 public:
  static constexpr std::size_t kPendingMax = 1024;  // unread results at which send() first collects (and may throw)

  PgSession(std::string_view url, const char* application_name);  // throws Lost

  void send(std::string_view text, std::span<const Value> parameters);  // queues a statement with `?` parameters
  // Waits for everything sent; the result of the last statement. Throws the first failure, after reading the rest.
  PgResult collect();
  // Puts what was sent on its way without waiting for results; a failure shows at the next collect().
  void flush();
  // Several statements (drops the prepared ones), or COPY … FROM STDIN with its data. Both collect first.
  void script(std::string_view sql);
  void copy_in(std::string_view copy, std::string_view data);

  bool alive();  // asks the socket, without waiting
  // Sends and collects a statement that is not worth a place among the prepared ones.
  PgResult ask(std::string_view text, std::span<const Value> parameters = {}) {
    make_room();
    send_once(text, parameters);
    return collect();
  }

 private:
  struct Prepared {
    std::string text, name;
    std::vector<Oid> types;  // 0: only NULL was seen, the server guessed
  };
  enum class Sent { statement, preparation, sync };
  struct Pending {
    Sent kind;
    std::string text;
  };
  struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };

  void send_once(std::string_view text, std::span<const Value> parameters);
  void make_room();
  const Prepared& prepared(std::string_view text, std::span<const Value> parameters);
  void prepare(Prepared& entry);
  void sync();
  PgResult next_result(const Pending& pending);
  void check_sent(int sent);
  void check(const PGresult* result, std::string_view text);
  [[noreturn]] void throw_lost(std::string_view text);
  void plain_mode(bool on);

  std::unique_ptr<PGconn, Finish> connection_;
  std::deque<Pending> pending_;
  StatementCache<Prepared> cache_;
  std::int64_t names_ = 0;
};

}  // namespace yilin::sql
