#include "modules/region/xz.h"

#include <lzma.h>

#include <array>
#include <fstream>
#include <memory>

namespace yilin::region {

Result<std::string> read_file(const std::string& path, std::size_t bytes_max) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) return fail(errors::data_file, "无法打开文件：" + path);
  const auto size = static_cast<std::size_t>(file.tellg());
  if (size > bytes_max) return fail(errors::data_file, "文件过大：" + path);
  std::string bytes(size, '\0');
  file.seekg(0);
  file.read(bytes.data(), static_cast<std::streamsize>(size));
  if (!file) return fail(errors::data_file, "读取文件失败：" + path);
  return bytes;
}

Result<std::string> read_xz(const std::string& packed, std::size_t bytes_max) {
  lzma_stream stream = LZMA_STREAM_INIT;
  const std::unique_ptr<lzma_stream, void (*)(lzma_stream*)> end(&stream, lzma_end);
  if (lzma_stream_decoder(&stream, 128u << 20, 0) != LZMA_OK) return fail(errors::data_file);
  stream.next_in = reinterpret_cast<const std::uint8_t*>(packed.data());
  stream.avail_in = packed.size();

  std::string out;
  std::array<std::uint8_t, 1 << 16> chunk;
  for (;;) {
    stream.next_out = chunk.data();
    stream.avail_out = chunk.size();
    const lzma_ret state = lzma_code(&stream, LZMA_FINISH);
    out.append(reinterpret_cast<const char*>(chunk.data()), chunk.size() - stream.avail_out);
    if (out.size() > bytes_max) return fail(errors::data_file, "解压后的区划数据过大。");
    if (state == LZMA_STREAM_END) return out;
    if (state != LZMA_OK) return fail(errors::data_file, "区划数据文件已损坏。");
  }
}

}  // namespace yilin::region
