#pragma once

#include <string>

namespace yilin::http {

// A listening unix socket at `path`, mode 0600 from its first moment. A file left by a dead server is replaced; one on which
// somebody answers, or that is no socket, is not. Throws std::runtime_error with a Chinese sentence. Returns its descriptor.
int listen_admin_socket(const std::string& path);

}  // namespace yilin::http
