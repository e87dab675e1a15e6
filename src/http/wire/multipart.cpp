#include "http/wire/multipart.h"

#include <algorithm>

#include "base/text.h"
#include "http/wire/target.h"

namespace yilin::http {
namespace {

constexpr std::size_t kBoundaryMax = 70;  // RFC 2046 5.1.1

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// "form-data; name=\"a\"; filename=\"b;c.csv\"" → its parameters. Browsers write a quote inside as %22.
using Parameters = std::vector<std::pair<std::string, std::string>>;
std::optional<Parameters> parameters_of(std::string_view value) {
  Parameters out;
  std::size_t at = std::min(value.find(';'), value.size());
  while (at < value.size()) {
    value.remove_prefix(at + 1);
    const std::size_t equals = value.find('=');
    if (equals == std::string_view::npos) return trim(value).empty() ? std::optional(out) : std::nullopt;
    std::string name = text::lower_ascii(trim(value.substr(0, equals)));
    value = trim(value.substr(equals + 1));
    if (value.starts_with('"')) {
      const std::size_t close = value.find('"', 1);
      if (close == std::string_view::npos) return {};
      out.emplace_back(std::move(name), std::string(value.substr(1, close - 1)));
      value.remove_prefix(close + 1);
      at = value.find(';');
      if (!trim(value.substr(0, at)).empty()) return {};
    } else {
      at = value.find(';');
      out.emplace_back(std::move(name), std::string(trim(value.substr(0, at))));
    }
    at = std::min(at, value.size());
  }
  return out;
}

const std::string* find(const Parameters& parameters, std::string_view name) {
  for (const auto& [known, value] : parameters) {
    if (known == name) return &value;
  }
  return nullptr;
}

// What the sender calls the file is a label, never a path.
std::string base_name(std::string name) {
  for (const auto& [code, plain] : {std::pair{"%22", "\""}, {"%0D", " "}, {"%0A", " "}}) {
    for (std::size_t at; (at = name.find(code)) != std::string::npos;) name.replace(at, 3, plain);
  }
  const std::size_t slash = name.find_last_of("/\\");
  if (slash != std::string::npos) name.erase(0, slash + 1);
  std::erase_if(name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  while (name.size() > MultipartParser::kNameBytesMax) name = std::string(text::first(name, text::length(name) - 1));
  return name.empty() || name == "." || name == ".." ? "upload" : name;
}

// RFC 5987: UTF-8''%E8%80%81%E4%BA%BA.csv
std::optional<std::string> extended_name(std::string_view value) {
  const std::string lowered = text::lower_ascii(value.substr(0, 7));
  return lowered == "utf-8''" ? percent_decode(value.substr(7)) : std::nullopt;
}

}  // namespace

std::optional<std::string> multipart_boundary(std::string_view content_type) {
  const std::string_view type = trim(content_type.substr(0, content_type.find(';')));
  if (text::lower_ascii(type) != "multipart/form-data") return {};
  const auto parameters = parameters_of(content_type);
  const std::string* boundary = parameters ? find(*parameters, "boundary") : nullptr;
  if (!boundary || boundary->empty() || boundary->size() > kBoundaryMax) return {};
  const bool sane = std::all_of(boundary->begin(), boundary->end(), [](char c) { return c > 0x20 && c < 0x7f; });
  return sane ? std::optional(*boundary) : std::nullopt;
}

MultipartParser::MultipartParser(std::string boundary, FileSink sink)
    : delimiter_("\r\n--" + std::move(boundary)), sink_(std::move(sink)), held_("\r\n") {}  // the first delimiter may stand at once

bool MultipartParser::feed(std::string_view bytes) {
  if (state_ == State::end) return true;  // the epilogue is dropped
  held_ += bytes;
  for (;;) {
    switch (step()) {
      case Step::again: continue;
      case Step::wait: return true;
      case Step::bad: return false;
    }
  }
}

MultipartParser::Step MultipartParser::step() {
  switch (state_) {
    case State::preamble:
    case State::body: return pass_body();
    case State::after_delimiter:
      if (held_.size() < 2) return Step::wait;
      if (held_.starts_with("--")) {
        state_ = State::end;
        held_.clear();
        return Step::wait;
      }
      if (!held_.starts_with("\r\n")) return Step::bad;
      state_ = State::headers;  // the line end stays: with it an empty header block ends like any other
      return Step::again;
    case State::headers: return read_headers();
    case State::end: return Step::wait;
  }
  return Step::bad;
}

MultipartParser::Step MultipartParser::pass_body() {
  const std::size_t at = held_.find(delimiter_);
  const bool found = at != std::string::npos;
  const std::size_t keep = delimiter_.size() - 1;  // may be the beginning of a delimiter
  const std::size_t safe = found ? at : held_.size() > keep ? held_.size() - keep : 0;
  if (state_ == State::body && !emit(std::string_view(held_).substr(0, safe))) return Step::bad;
  if (state_ == State::preamble && safe > kPartHeaderBytesMax) return Step::bad;
  held_.erase(0, found ? safe + delimiter_.size() : state_ == State::body ? safe : 0);
  if (!found) return Step::wait;
  state_ = State::after_delimiter;
  return Step::again;
}

MultipartParser::Step MultipartParser::read_headers() {
  const std::size_t end = held_.find("\r\n\r\n");
  if (end == std::string::npos) return held_.size() > kPartHeaderBytesMax ? Step::bad : Step::wait;
  if (end > kPartHeaderBytesMax || !begin_part(std::string_view(held_).substr(0, end))) return Step::bad;
  held_.erase(0, end + 4);
  state_ = State::body;
  return Step::again;
}

bool MultipartParser::begin_part(std::string_view headers) {
  Parameters disposition;
  std::string type;
  bool form_data = false;
  while (!headers.empty()) {
    const std::size_t end = std::min(headers.find("\r\n"), headers.size());
    const std::string_view line = headers.substr(0, end);
    headers.remove_prefix(std::min(end + 2, headers.size()));
    if (line.empty()) continue;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return false;
    const std::string name = text::lower_ascii(trim(line.substr(0, colon)));
    const std::string_view value = trim(line.substr(colon + 1));
    if (name == "content-disposition") {
      auto parameters = parameters_of(value);
      form_data = text::lower_ascii(trim(value.substr(0, value.find(';')))) == "form-data";
      if (!parameters) return false;
      disposition = std::move(*parameters);
    } else if (name == "content-type") {
      type = value;
    }
  }
  const std::string* name = find(disposition, "name");
  const std::string* file = find(disposition, "filename");
  const std::string* extended = find(disposition, "filename*");
  if (!form_data || !name || !text::well_formed(*name)) return false;

  in_file_ = file || extended;
  if (!in_file_) {
    if (fields_.size() == kFieldsMax) return false;
    fields_.emplace_back(*name, std::string());
    return true;
  }
  if (has_file_) return false;
  const auto decoded = extended ? extended_name(*extended) : std::optional(*file);
  if (!decoded || !text::well_formed(*decoded) || !text::well_formed(type)) return false;
  has_file_ = true;
  file_name_ = base_name(*decoded);
  file_type_ = std::move(type);
  return true;
}

bool MultipartParser::emit(std::string_view bytes) {
  if (in_file_) {
    if (!bytes.empty()) sink_(bytes);
    return true;
  }
  std::string& value = fields_.back().second;
  if (value.size() + bytes.size() > kFieldBytesMax) return false;
  value += bytes;
  return true;
}

}  // namespace yilin::http
