#pragma once
// A disk in memory whose power can be cut. What was written but not synced lies in a volatile cache of 512-byte sectors; at
// a cut each such sector is, at random by seed, kept (in any version that it had since the last sync), dropped, or torn. The
// same for the size of a file, its creation and its removal. Thread-safe.

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "base/rng.h"

namespace yilin::faults {

class Disk {
 public:
  static constexpr std::size_t kSectorBytes = 512;
  explicit Disk(std::uint64_t seed) : rng_(seed) {}

  // ---- what the file system does; false: there is no power ----
  bool create(const std::string& name);  // or leaves what there is
  bool exists(const std::string& name);
  bool read(const std::string& name, std::int64_t at, std::span<std::uint8_t> out, std::size_t& got);
  bool write(const std::string& name, std::int64_t at, std::span<const std::uint8_t> data);
  bool truncate(const std::string& name, std::int64_t size);
  bool sync(const std::string& name);
  bool remove(const std::string& name, bool durable);
  bool size(const std::string& name, std::int64_t& out);

  // ---- what the test does ----
  // The power goes at the `operations`-th change from now (write, truncate, sync, creation, removal), or with cut_now().
  // `at_cut` is called then, once, on the thread that hits it.
  void arm(std::int64_t operations, std::function<void()> at_cut);
  void disarm();
  void cut_now();
  void lie();                 // from now on sync() says yes and does nothing: the control of the tests
  bool powered();
  void power_on();            // what survived is decided and is all there is
  std::int64_t operations();  // changes so far

  // A copy of all files as they are now, synced or not.
  using Image = std::map<std::string, std::vector<std::uint8_t>>;
  Image image();
  void load(Image image);     // all durable

 private:
  using Sector = std::array<std::uint8_t, kSectorBytes>;
  struct File {
    std::vector<std::uint8_t> now, durable;
    std::map<std::size_t, std::vector<Sector>> versions;  // of sectors written since the last sync
    bool name_durable = false;
    bool removed = false;  // the removal is not durable
  };
  static constexpr std::size_t kVersionsMax = 4;

  File* find(const std::string& name);
  bool change();  // counts one; false when the power is off or goes now
  void cut();
  void survive(File& file);
  void fill_unwritten(std::span<std::uint8_t> sector);

  std::mutex mutex_;
  Rng rng_;
  std::map<std::string, File> files_;
  bool powered_ = true, lying_ = false;
  std::int64_t operations_ = 0, cut_at_ = -1;
  std::function<void()> at_cut_;
};

}  // namespace yilin::faults
