#include "http/wire/message.h"

namespace yilin::http {

std::string_view Request::header(std::string_view lower_name) const {
  for (const auto& [name, value] : headers)
    if (name == lower_name) return value;
  return {};
}

std::string_view Request::cookie(std::string_view wanted) const {
  std::string_view rest = header("cookie");
  while (!rest.empty()) {
    while (!rest.empty() && (rest.front() == ' ' || rest.front() == ';')) rest.remove_prefix(1);
    const std::size_t end = rest.find(';');
    const std::string_view pair = rest.substr(0, end);
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == wanted) return pair.substr(equals + 1);
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end);
  }
  return {};
}

}  // namespace yilin::http
