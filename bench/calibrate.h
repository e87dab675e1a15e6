#pragma once
// What the machine can do at the time of the run: every bar that depends on the disk is read against it.

#include <filesystem>
#include <stdexcept>
#include <string>

#include <fcntl.h>
#include <unistd.h>

#include "base/time.h"
#include "bench/percentiles.h"

namespace yilin::bench {

// How long a commit's write and sync take in `folder`: 4 KiB appended and fdatasync, for `seconds`.
inline Percentiles fsync_times(const std::string& folder, double seconds) {
  const std::string path = folder + "/fsync-calibration";
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) throw std::runtime_error("no file for the calibration in " + folder);
  const std::string block(4096, 'x');
  Percentiles times;
  const std::int64_t end = system_clock().monotonic_us() + static_cast<std::int64_t>(seconds * 1e6);
  for (std::int64_t start = 0; (start = system_clock().monotonic_us()) < end;) {
    if (::write(file, block.data(), block.size()) != static_cast<ssize_t>(block.size()) || ::fdatasync(file) != 0) {
      ::close(file);
      throw std::runtime_error("the calibration's file cannot be written");
    }
    times.add(static_cast<double>(system_clock().monotonic_us() - start) / 1e3);
  }
  ::close(file);
  std::filesystem::remove(path);
  return times;
}

}  // namespace yilin::bench
