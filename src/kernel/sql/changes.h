#pragma once
// Counts what a connection has been told to change, so that a job that refuses before it has changed anything needs no
// undoing. Internal to the room.

#include <cstdint>

namespace yilin::sql {

struct CountsChanges {
  virtual ~CountsChanges() = default;
  virtual std::int64_t changes() const = 0;  // has grown after every statement that may have changed a row
};

}  // namespace yilin::sql
