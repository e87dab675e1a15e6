#pragma once
// The HTTP/1.1 server: the only Beast/Asio code. One io_context per I/O thread; the one listener deals connections out to them
// in turn (SO_REUSEPORT would let a second server steal half of them unnoticed). Handlers run on a bounded worker pool; when
// its queue is full the answer is 503 with Retry-After. Requests of one connection are answered one after the other. HEAD is
// given to the handler as such and its answer's body is not sent. Limits are named here and tested.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "http/wire/message.h"

namespace yilin::http {

inline constexpr std::size_t kHeaderBytesMax = 16 * 1024;
inline constexpr std::size_t kBodyBytesMax = 1 * 1024 * 1024;          // any route
inline constexpr std::size_t kUploadBytesMax = 600 * 1024 * 1024;      // paths under /api/uploads: streamed to a file (body = its path)
inline constexpr std::size_t kConnectionsMax = 10'000;
inline constexpr std::size_t kWorkerQueueMax = 2'048;
inline constexpr std::size_t kUploadsMax = 16;                         // at the same time
inline constexpr int kIdleSeconds = 75;
inline constexpr int kRequestSeconds = 30;                             // to send a whole header and body (uploads: 600)
inline constexpr int kUploadSeconds = 600;
inline constexpr int kWriteBytesPerSecondMin = 8 * 1024;               // a reader slower than this is cut off
inline constexpr int kHeartbeatSeconds = 20;                           // of server-sent events
inline constexpr int kStopSeconds = 5;

// One line of the access log. Without the query, which may hold what a person typed.
struct RequestLog {
  Method method;
  std::string_view path;
  int status;
  std::int64_t us;      // from the whole head to the last byte written
  std::uint64_t bytes;  // of the answer's body
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;          // 0: any free port
  std::string admin_socket;           // path of a unix socket (mode 0600); empty: none
  std::string upload_folder;          // where uploads are spooled
  int io_threads = 2;
  int workers = 4;
  std::vector<std::string> trusted_proxies;  // addresses whose X-Forwarded-For and X-Forwarded-Proto are believed
  std::function<void(const RequestLog&)> access_log;  // called on I/O threads: must not block
  // Asked with the head of an upload before its body is taken in, on a worker: an answer refuses it. (Session, rights.)
  std::function<std::optional<Response>(const Request&)> admit_upload;

  const Clock* clock = &system_clock();      // of the Date header and of time-outs

  // The limits above, smaller in tests.
  int idle_ms = kIdleSeconds * 1000;
  int request_ms = kRequestSeconds * 1000;
  int upload_ms = kUploadSeconds * 1000;
  int heartbeat_ms = kHeartbeatSeconds * 1000;
  int stop_ms = kStopSeconds * 1000;
  std::size_t connections_max = kConnectionsMax;
  std::size_t worker_queue_max = kWorkerQueueMax;
  std::size_t upload_bytes_max = kUploadBytesMax;
};

struct ServerFigures {  // for /metrics
  std::size_t connections, event_streams, queued;
  std::uint64_t requests, refused_connections;
};

class Server {
 public:
  Server(ServerOptions options, Handler handler);
  ~Server();
  void start();                       // returns once it listens; throws std::runtime_error with a Chinese sentence if it cannot
  std::uint16_t port() const;
  void stop();                        // stops accepting, lets running requests finish (stop_ms at most), ends event streams
  ServerFigures figures() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace yilin::http
