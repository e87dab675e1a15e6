#pragma once
// Turns the bytes of a text file into UTF-8, chunk by chunk. A byte order mark decides (UTF-8, UTF-16); without one,
// the bytes are UTF-8 if nearly all of the first non-ASCII ones read so, else GB18030 (which contains GBK and GB 2312).

#include <memory>
#include <string>
#include <vector>

#include "formats/byte_source.h"

struct UConverter;

namespace yilin::formats {

class TextDecoder {
 public:
  explicit TextDecoder(std::unique_ptr<ByteSource> source);
  ~TextDecoder();
  TextDecoder(const TextDecoder&) = delete;
  TextDecoder& operator=(const TextDecoder&) = delete;

  // Appends more text (some 256 KiB); false when there is no more. UTF-8 input is passed on as it is: the caller checks
  // it where it can name the row. Bytes that are wrong in another encoding become one NUL, which ends the text.
  Result<bool> more(std::string& out);

 private:
  enum class Encoding { undecided, utf8, converted };

  Status fill();
  void decide();
  void convert(std::string& out);
  void append_unit(std::string& out, char16_t unit);

  std::unique_ptr<ByteSource> source_;
  std::vector<char> raw_;  // read, not yet passed on
  bool first_ = true, ended_ = false;
  Encoding encoding_ = Encoding::undecided;
  UConverter* converter_ = nullptr;
  std::vector<char16_t> units_;
  char16_t high_surrogate_ = 0;
};

}  // namespace yilin::formats
