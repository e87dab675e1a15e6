#pragma once
// Reading a ZIP that nobody vouches for (libzip inside). Bounded: 4,096 entries, 512 MiB unpacked in all, and no entry
// past 10 MiB that is more than a hundred times its packed size. Encrypted entries are refused.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

struct zip;
struct zip_file;

namespace yilin::formats {

namespace limits {
inline constexpr std::int64_t kZipEntries = 4096;
inline constexpr std::uint64_t kUnpackedBytes = 512ull * 1024 * 1024;
inline constexpr std::uint64_t kRatioFreeBytes = 10ull * 1024 * 1024;
inline constexpr std::uint64_t kRatio = 100;
}  // namespace limits

class ZipArchive;

// One entry being unpacked. Must not outlive its archive.
class ZipEntry {
 public:
  // Up to `n` bytes; 0 at the end.
  Result<std::size_t> read(char* into, std::size_t n);

 private:
  friend class ZipArchive;
  struct Close {
    void operator()(zip_file* file) const;
  };
  ZipArchive* archive_ = nullptr;
  std::unique_ptr<zip_file, Close> file_;
  std::uint64_t packed_ = 0, unpacked_ = 0;
};

class ZipArchive {
 public:
  static Result<std::unique_ptr<ZipArchive>> open(std::string bytes);
  static Result<std::unique_ptr<ZipArchive>> open_file(const std::filesystem::path& path);

  bool has(std::string_view name) const;  // case-insensitive
  Result<ZipEntry> entry(std::string_view name);

 private:
  friend class ZipEntry;
  struct Close {
    void operator()(zip* archive) const;
  };
  Status check() const;

  std::string bytes_;  // before zip_, which reads from it
  std::unique_ptr<zip, Close> zip_;
  std::uint64_t unpacked_ = 0;
};

}  // namespace yilin::formats
