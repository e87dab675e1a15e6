#include "http/wire/target.h"

#include <algorithm>

#include "base/text.h"

namespace yilin::http {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

std::optional<std::string> decode_path(std::string_view raw) {
  if (!raw.starts_with('/') || raw.size() > kPathBytesMax) return {};
  std::optional<std::string> path = percent_decode(raw);
  if (!path || !text::well_formed(*path)) return {};
  if (std::count(path->begin(), path->end(), '/') != std::count(raw.begin(), raw.end(), '/')) return {};  // %2F
  if (std::any_of(path->begin(), path->end(), [](char c) { return is_control(c) || c == '\\'; })) return {};
  std::string_view rest = std::string_view(*path).substr(1);
  while (!rest.empty()) {
    const std::size_t end = rest.find('/');
    const std::string_view segment = rest.substr(0, end);
    if (segment.empty() || segment == "." || segment == "..") return {};
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  return path;
}

std::optional<std::string> decode_query_part(std::string_view raw) {
  std::string spaced(raw);
  std::replace(spaced.begin(), spaced.end(), '+', ' ');
  std::optional<std::string> part = percent_decode(spaced);
  if (!part || part->find('\0') != std::string::npos || !text::well_formed(*part)) return {};
  return part;
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return {};
    const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
    if (high < 0 || low < 0) return {};
    out += static_cast<char>(high << 4 | low);
    i += 2;
  }
  return out;
}

std::string percent_encode(std::string_view text) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
                       c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += kDigits[static_cast<unsigned char>(c) >> 4];
      out += kDigits[static_cast<unsigned char>(c) & 15];
    }
  }
  return out;
}

std::optional<Target> parse_target(std::string_view raw) {
  if (raw.find('#') != std::string_view::npos) return {};
  const std::size_t question = raw.find('?');
  std::optional<std::string> path = decode_path(raw.substr(0, question));
  if (!path) return {};
  Target target{std::move(*path), {}};
  if (question == std::string_view::npos) return target;

  std::string_view rest = raw.substr(question + 1);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('&'), rest.size());
    const std::string_view pair = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (pair.empty()) continue;
    if (target.query.size() == kQueryParametersMax) return {};
    const std::size_t equals = std::min(pair.find('='), pair.size());
    std::optional<std::string> name = decode_query_part(pair.substr(0, equals));
    std::optional<std::string> value = decode_query_part(pair.substr(std::min(equals + 1, pair.size())));
    if (!name || !value) return {};
    target.query.emplace_back(std::move(*name), std::move(*value));
  }
  return target;
}

}  // namespace yilin::http
