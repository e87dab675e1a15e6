#include "formats/byte_source.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "formats/table.h"

namespace yilin::formats {
namespace {
class MemorySource : public ByteSource {
 public:
  explicit MemorySource(std::string bytes) : bytes_(std::move(bytes)) {}
  Result<std::size_t> read(char* into, std::size_t n) override {
    n = std::min(n, bytes_.size() - at_);
    if (n > 0) std::memcpy(into, bytes_.data() + at_, n);
    at_ += n;
    return n;
  }

 private:
  std::string bytes_;
  std::size_t at_ = 0;
};

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

class FileSource : public ByteSource {
 public:
  explicit FileSource(File file) : file_(std::move(file)) {}
  Result<std::size_t> read(char* into, std::size_t n) override {
    const std::size_t got = std::fread(into, 1, n, file_.get());
    if (got < n && std::ferror(file_.get())) return fail(table_broken, "读取文件时出错。");
    return got;
  }

 private:
  File file_;
};
}  // namespace

std::unique_ptr<ByteSource> memory_source(std::string bytes) { return std::make_unique<MemorySource>(std::move(bytes)); }

Result<std::unique_ptr<ByteSource>> file_source(const std::filesystem::path& path) {
  File file(std::fopen(path.c_str(), "rb"));
  if (!file) return fail(table_broken, "文件打不开。");
  return std::make_unique<FileSource>(std::move(file));
}
}  // namespace yilin::formats
