#pragma once
// The web root: `/` and public pages, `/desk/`, `/care/`, `/elder/`, hashed files under `/assets/`. A path without an ending
// that names no file gets the page of its entry (the browser's router takes over); one with an ending is 404. Nothing outside
// the root is ever named, also not through links inside it. Thread-safe.

#include <string>

#include "http/wire/message.h"

namespace yilin::http {

class StaticFiles {
 public:
  explicit StaticFiles(const std::string& root);
  Response find(const Request& request) const;

 private:
  std::string resolve(const std::string& path) const;  // the real file inside the root, or empty
  std::string root_;                                   // real path; empty when there is none
};

}  // namespace yilin::http
