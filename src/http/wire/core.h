#pragma once
// Private to the wire: what the server and its connections share. Only server.cpp and connection*.cpp include this.

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "base/time.h"
#include "http/wire/server.h"
#include "http/wire/worker_pool.h"

namespace yilin::http {

namespace asio = boost::asio;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::generic::stream_protocol, Executor>;
using UseAwaitable = asio::use_awaitable_t<Executor>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;
template <class T>
using Awaitable = asio::awaitable<T, Executor>;

class Connection;

// Everything here but `context` itself is touched by its own thread only.
struct IoThread {
  std::vector<Connection*> connections;
  std::string date;           // of HTTP, refreshed by the tick
  asio::io_context context{1};  // last: destroying it destroys the connections that still wait in it
  Timer tick{context};
  asio::executor_work_guard<Executor> work{context.get_executor()};
  std::thread thread;
};

// Held together by the server and by every answer that is still owed (an answer may come after the server has stopped).
struct Core : std::enable_shared_from_this<Core> {
  ServerOptions options;
  Handler handler;
  std::atomic<bool> stopping{false};
  std::atomic<std::size_t> event_streams{0}, uploads{0};
  std::atomic<std::uint64_t> requests{0}, refused_connections{0};
  std::mutex mutex;  // of `connections`
  std::condition_variable empty;
  std::size_t connections = 0;
  WorkerPool pool;
  std::vector<std::unique_ptr<IoThread>> threads;

  Core(ServerOptions o, Handler h)
      : options(std::move(o)), handler(std::move(h)), pool(options.workers, options.worker_queue_max) {}

  std::int64_t now_us() const { return options.clock->monotonic_us(); }
  bool connection_opened();  // false: there are too many
  void connection_closed();
};

// connection.cpp
struct Peer {
  std::string address;
  bool local_admin = false;
};
Awaitable<void> serve_connection(Core& core, IoThread& io, Socket socket, Peer peer);
void sweep(IoThread& io, std::int64_t now);  // cuts off those whose time is over
void stop_connections(IoThread& io);         // ends those that wait for a request, and event streams

}  // namespace yilin::http
