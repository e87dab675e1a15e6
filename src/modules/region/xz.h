#pragma once
// Whole .xz files, decompressed into memory.

#include <string>

#include "base/result.h"

namespace yilin::region {

namespace errors {
inline constexpr ErrorKind data_file{"region.data_file", 500, "区划数据文件无法读取。", "The divisions file cannot be read."};
}

// At most `bytes_max` after decompression, with at most 128 MiB of the decoder's own memory. Error: data_file.
Result<std::string> read_xz(const std::string& packed, std::size_t bytes_max);
Result<std::string> read_file(const std::string& path, std::size_t bytes_max);

}  // namespace yilin::region
