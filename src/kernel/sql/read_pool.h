#pragma once
// Reading connections, lent to one thread at a time. A Lease sees one consistent snapshot: everything committed before
// its first statement. Keep it short: while it lives, SQLite's WAL and PostgreSQL's dead rows cannot be reclaimed.

#include <memory>
#include <string>

#include "kernel/sql/connection.h"

namespace yilin::sql {

class ReadPool {
 public:
  ReadPool(std::string url, std::size_t size);  // opens them as they are first needed
  ~ReadPool();                                  // every Lease must have ended

  class Lease {
   public:
    Lease(Lease&&) noexcept;
    ~Lease();
    Connection& operator*() const { return *connection_; }
    Connection* operator->() const { return connection_.get(); }

   private:
    friend class ReadPool;
    Lease(ReadPool* pool, std::unique_ptr<Connection> connection);
    ReadPool* pool_;
    std::unique_ptr<Connection> connection_;
  };
  // Waits for a free one: a thread that holds a Lease must not borrow a second. Replaces a connection that was lost; throws
  // Failure when the database cannot be opened.
  Lease borrow();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace yilin::sql
