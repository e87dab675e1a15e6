#pragma once
// An SQLite VFS named "power_cut" over a Disk: sql::open("sqlite:/cell.db?vfs=power_cut&mmap_mb=0", …). It promises what the
// operating system's does (powersafe overwrite, nothing more). Locks and shared memory work between connections of this
// process; shared memory is lost with the power.

#include <memory>

#include "faults/disk.h"

namespace yilin::faults {

// Registered while it lives; one at a time.
class PowerCutVfs {
 public:
  static constexpr const char* kName = "power_cut";
  explicit PowerCutVfs(Disk& disk);
  ~PowerCutVfs();
  PowerCutVfs(const PowerCutVfs&) = delete;
  PowerCutVfs& operator=(const PowerCutVfs&) = delete;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace yilin::faults
