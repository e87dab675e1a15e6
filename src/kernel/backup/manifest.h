#pragma once
// The MANIFEST of a backup. Internal to the room.
//
//   yilin-backup 1
//   made 2026-11-22T13:20:56.123+08:00
//   acts 12345
//   file <sm3, hex> <bytes> <relative path>
//   seal <HMAC-SM3 of all lines before, hex>

#include <string>
#include <vector>

#include "kernel/backup/files.h"

namespace yilin::backup {

struct Manifest {
  struct File {
    std::string path;  // relative, in the backup
    FileDigest digest;
  };
  Instant made;
  std::int64_t acts = 0;
  std::vector<File> files;  // sorted by path

  const File* find(std::string_view path) const;
  Summary summary() const;
};

// Written whole and durable.
Status write_manifest(const sealing::KeyProvider& keys, const std::filesystem::path& folder, const Manifest& manifest);
// Errors: damaged.
Result<Manifest> read_manifest(const sealing::KeyProvider& keys, const std::filesystem::path& folder);

}  // namespace yilin::backup
