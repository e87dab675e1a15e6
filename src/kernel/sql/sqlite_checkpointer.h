#pragma once
// Moves the WAL into the database beside the writer, on a connection and a thread of its own, so that no command waits for it.
//
// SQLite up to 3.51.2 can corrupt a database when a checkpoint begins while everything is moved already and another connection
// resets the WAL in that moment. Here that cannot be: only the writer starts a checkpoint, one at a time, and only when the WAL
// holds pages that have not been moved; until this checkpoint has told how far it came, nobody moves them, and as long as they
// are not moved no commit resets the WAL.

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include <sqlite3.h>

namespace yilin::sql {

class SqliteCheckpointer {
 public:
  explicit SqliteCheckpointer(const std::string& path);
  ~SqliteCheckpointer();  // lets a checkpoint that runs come to its end

  // All by the writer's thread.
  struct Done {
    int code;   // of SQLite, extended
    int moved;  // pages of the WAL, from its beginning
  };
  void start();                  // not while busy(), and only when pages of the WAL wait to be moved
  bool busy() const;             // until done() has told
  std::optional<Done> done();    // once for each start()

 private:
  void work();
  struct Close {
    void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
  };
  std::unique_ptr<sqlite3, Close> db_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool asked_ = false, ending_ = false;
  std::optional<Done> done_;
  bool busy_ = false;  // the writer's thread only
  std::thread thread_;
};

}  // namespace yilin::sql
