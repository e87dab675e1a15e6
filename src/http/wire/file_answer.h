#pragma once
// A file as an answer: ETag and Last-Modified, If-None-Match and If-Modified-Since → 304, one Range → 206 or 416 (several
// are answered with the whole file, as RFC 9110 14.2 allows), and a ".gz" sibling when the client accepts gzip.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/wire/message.h"

namespace yilin::http {

struct ByteRange {
  std::uint64_t first = 0, last = 0;  // inclusive
};
enum class RangeKind { none, one, unsatisfiable };
// `header` is the value of Range; malformed or several ranges count as none.
RangeKind parse_range(std::string_view header, std::uint64_t size, ByteRange& out);
bool accepts_gzip(std::string_view accept_encoding);

// An open file and the part of it that is still to be sent. Reads block: not for an I/O thread.
class FileBody {
 public:
  FileBody() = default;
  FileBody(int fd, std::uint64_t size) : fd_(fd), left_(size) {}
  FileBody(FileBody&& other) noexcept;
  FileBody& operator=(FileBody&& other) noexcept;
  ~FileBody();
  std::uint64_t left() const { return left_; }
  void narrow(const ByteRange& range);  // within what is left
  // The next piece, at most `bytes`; false when the file has become shorter than promised.
  bool read(std::string& out, std::size_t bytes);

 private:
  int fd_ = -1;
  std::uint64_t offset_ = 0, left_ = 0;
};

// Opens response.file and completes status and headers; the answer becomes 404 when it is no readable regular file.
FileBody answer_file(const Request& request, Response& response);

}  // namespace yilin::http
