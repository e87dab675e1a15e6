#pragma once
// The HTTP/1.1 server: the only Beast/Asio code. One io_context per I/O thread (SO_REUSEPORT), handlers run on a bounded
// worker pool; when its queue is full the answer is 503 with Retry-After. Limits are named here and tested.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "http/wire/message.h"

namespace yilin::http {

inline constexpr std::size_t kHeaderBytesMax = 16 * 1024;
inline constexpr std::size_t kBodyBytesMax = 1 * 1024 * 1024;          // any route
inline constexpr std::size_t kUploadBytesMax = 600 * 1024 * 1024;      // paths under /api/uploads: streamed to a file (body = its path)
inline constexpr std::size_t kConnectionsMax = 10'000;
inline constexpr std::size_t kWorkerQueueMax = 2'048;
inline constexpr int kIdleSeconds = 75;
inline constexpr int kRequestSeconds = 30;                             // to send a whole header and body (uploads: 600)

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;          // 0: any free port
  std::string admin_socket;           // path of a unix socket (mode 0600); empty: none
  std::string upload_folder;          // where uploads are spooled
  int io_threads = 2;
  int workers = 4;
};

class Server {
 public:
  Server(ServerOptions options, Handler handler);
  ~Server();
  void start();                       // returns once it listens; throws std::runtime_error with a Chinese sentence if it cannot
  std::uint16_t port() const;
  void stop();                        // stops accepting, lets running requests finish (5 s at most)

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace yilin::http
