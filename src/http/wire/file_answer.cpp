#include "http/wire/file_answer.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <utility>

#include "http/wire/content_type.h"
#include "http/wire/http_date.h"
#include "http/wire/problem.h"

namespace yilin::http {
namespace {

struct Opened {
  int fd = -1;
  struct stat about {};
};

Opened open_regular(const std::string& path, int extra_flags = 0) {
  Opened file;
  file.fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | extra_flags);  // a FIFO must not block us
  if (file.fd < 0) return file;
  if (::fstat(file.fd, &file.about) != 0 || !S_ISREG(file.about.st_mode)) {
    ::close(file.fd);
    file.fd = -1;
  }
  return file;
}

std::string etag_of(const struct stat& about, bool gzip) {
  return fmt::format("\"{:x}-{:x}{}\"", about.st_mtim.tv_sec * 1'000'000'000LL + about.st_mtim.tv_nsec, about.st_size, gzip ? "-gz" : "");
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

template <class Each>  // bool each(item): true stops
bool any_of_list(std::string_view list, const Each& each) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    if (each(trim(list.substr(0, end)))) return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

bool unchanged(const Request& request, const std::string& etag, std::int64_t modified) {
  const std::string_view tags = request.header("if-none-match");
  if (!tags.empty()) {
    return any_of_list(tags, [&](std::string_view tag) {
      if (tag.starts_with("W/")) tag.remove_prefix(2);
      return tag == "*" || tag == etag;
    });
  }
  const auto since = parse_http_date(request.header("if-modified-since"));
  return since && modified <= *since;
}

std::optional<std::uint64_t> to_number(std::string_view digits) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) return {};
  return value;
}

}  // namespace

RangeKind parse_range(std::string_view header, std::uint64_t size, ByteRange& out) {
  if (!header.starts_with("bytes=")) return RangeKind::none;
  const std::string_view range = trim(header.substr(6));
  const std::size_t dash = range.find('-');
  if (dash == std::string_view::npos || range.find(',') != std::string_view::npos) return RangeKind::none;
  const auto first = to_number(range.substr(0, dash)), last = to_number(range.substr(dash + 1));
  if (dash == 0) {  // the last n bytes
    if (!last) return RangeKind::none;
    if (*last == 0 || size == 0) return RangeKind::unsatisfiable;
    out = {size - std::min(*last, size), size - 1};
    return RangeKind::one;
  }
  const bool open_ended = dash + 1 == range.size();
  if (!first || (!open_ended && (!last || *last < *first))) return RangeKind::none;
  if (*first >= size) return RangeKind::unsatisfiable;
  out = {*first, open_ended ? size - 1 : std::min(*last, size - 1)};
  return RangeKind::one;
}

bool accepts_gzip(std::string_view accept_encoding) {
  return any_of_list(accept_encoding, [](std::string_view item) {
    const std::size_t semicolon = std::min(item.find(';'), item.size());
    const std::string_view coding = trim(item.substr(0, semicolon));
    if (coding != "gzip" && coding != "*") return false;
    std::string_view weight = trim(item.substr(std::min(semicolon + 1, item.size())));
    if (!weight.starts_with("q=")) return true;
    weight.remove_prefix(2);
    return weight.find_first_not_of("0.") != std::string_view::npos;
  });
}

FileBody::FileBody(FileBody&& other) noexcept { *this = std::move(other); }
FileBody& FileBody::operator=(FileBody&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(offset_, other.offset_);
  std::swap(left_, other.left_);
  return *this;
}
FileBody::~FileBody() {
  if (fd_ >= 0) ::close(fd_);
}

void FileBody::narrow(const ByteRange& range) {
  offset_ += range.first;
  left_ = range.last - range.first + 1;
}

bool FileBody::read(std::string& out, std::size_t bytes) {
  out.resize(static_cast<std::size_t>(std::min<std::uint64_t>(bytes, left_)));
  std::size_t done = 0;
  while (done < out.size()) {
    const ssize_t got = ::pread(fd_, out.data() + done, out.size() - done, static_cast<off_t>(offset_ + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    done += static_cast<std::size_t>(got);
  }
  offset_ += done;
  left_ -= done;
  return true;
}

FileBody answer_file(const Request& request, Response& response) {
  const std::string_view range_header = request.header("range");
  Opened file = open_regular(response.file);
  if (file.fd < 0) {
    response = wire_problem(errors::not_found);
    return {};
  }
  FileBody whole(file.fd, static_cast<std::uint64_t>(file.about.st_size));
  bool gzip = false;
  Opened packed = open_regular(response.file + ".gz", O_NOFOLLOW);
  if (packed.fd >= 0) {
    FileBody body(packed.fd, static_cast<std::uint64_t>(packed.about.st_size));
    response.headers.emplace_back("Vary", "Accept-Encoding");
    gzip = range_header.empty() && accepts_gzip(request.header("accept-encoding"));
    if (gzip) std::swap(whole, body);
  }
  const std::string etag = etag_of(gzip ? packed.about : file.about, gzip);
  const std::int64_t modified = file.about.st_mtim.tv_sec;
  static const std::string kDefaultType = Response().content_type;
  if (response.content_type == kDefaultType) response.content_type = content_type_of(response.file);
  response.headers.emplace_back("ETag", etag);
  response.headers.emplace_back("Last-Modified", http_date(modified));
  response.headers.emplace_back("Accept-Ranges", "bytes");
  if (response.status != 200) return whole;
  if (unchanged(request, etag, modified)) {
    response.status = 304;
    return {};
  }
  if (gzip) {
    response.headers.emplace_back("Content-Encoding", "gzip");
    return whole;
  }

  const std::string_view only_if = request.header("if-range");
  if (request.method != Method::get || (!only_if.empty() && only_if != etag)) return whole;
  const std::uint64_t size = whole.left();
  ByteRange range;
  switch (parse_range(range_header, size, range)) {
    case RangeKind::none: return whole;
    case RangeKind::unsatisfiable:
      response = wire_problem(errors::range_not_satisfiable);
      response.headers.emplace_back("Content-Range", fmt::format("bytes */{}", size));
      return {};
    case RangeKind::one: break;
  }
  response.status = 206;
  response.headers.emplace_back("Content-Range", fmt::format("bytes {}-{}/{}", range.first, range.last, size));
  whole.narrow(range);
  return whole;
}

}  // namespace yilin::http
