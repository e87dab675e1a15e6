#pragma once
// Reading connections, lent to one thread at a time. A Lease sees one consistent snapshot (it opens a read transaction).

#include <memory>
#include <string>

#include "kernel/sql/connection.h"

namespace yilin::sql {

class ReadPool {
 public:
  ReadPool(std::string url, std::size_t size);
  ~ReadPool();

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
  Lease borrow();  // waits for a free one

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace yilin::sql
