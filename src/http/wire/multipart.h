#pragma once
// multipart/form-data (RFC 7578), streaming and bounded: one file part, whose bytes go out as they come, and a few small
// fields. Anything else is refused.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yilin::http {

// The boundary of "multipart/form-data; boundary=…", or nothing.
std::optional<std::string> multipart_boundary(std::string_view content_type);

class MultipartParser {
 public:
  static constexpr std::size_t kFieldsMax = 32;
  static constexpr std::size_t kFieldBytesMax = 64 * 1024;
  static constexpr std::size_t kPartHeaderBytesMax = 4 * 1024;
  static constexpr std::size_t kNameBytesMax = 255;

  using FileSink = std::function<void(std::string_view)>;
  MultipartParser(std::string boundary, FileSink sink);

  bool feed(std::string_view bytes);  // false: not what it should be; do not go on
  bool complete() const { return state_ == State::end && has_file_; }

  // UTF-8, without folders, never empty once complete.
  const std::string& file_name() const { return file_name_; }
  const std::string& file_type() const { return file_type_; }
  const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }

 private:
  enum class State { preamble, after_delimiter, headers, body, end };
  enum class Step { again, wait, bad };
  Step step();
  Step pass_body();
  Step read_headers();
  bool begin_part(std::string_view headers);
  bool emit(std::string_view bytes);

  std::string delimiter_;  // "\r\n--boundary"
  FileSink sink_;
  State state_ = State::preamble;
  std::string held_;       // not yet understood
  bool in_file_ = false, has_file_ = false;
  std::string file_name_, file_type_;
  std::vector<std::pair<std::string, std::string>> fields_;
};

}  // namespace yilin::http
