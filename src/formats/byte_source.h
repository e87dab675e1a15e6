#pragma once
// Where bytes come from: memory or a file, in chunks.

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

#include "base/result.h"

namespace yilin::formats {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Fills `into` with up to `n` bytes; fewer than `n` only at the end.
  virtual Result<std::size_t> read(char* into, std::size_t n) = 0;
};

std::unique_ptr<ByteSource> memory_source(std::string bytes);
Result<std::unique_ptr<ByteSource>> file_source(const std::filesystem::path& path);

}  // namespace yilin::formats
