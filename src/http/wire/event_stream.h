#pragma once
// The queue between those who publish events and the connection that writes them.

#include <functional>
#include <mutex>
#include <string>

#include "http/wire/message.h"

namespace yilin::http {

class EventStream final : public EventSink {
 public:
  bool send(std::string_view event, std::string_view data) override;

  // Called, from any thread and with the lock held, when there is something to write or the stream shall end.
  void set_wake(std::function<void()> wake);
  void close() override;        // by the connection, the server or who publishes; what is queued may still be taken
  bool closed() const;
  std::string take();           // what is to be written, in the format of text/event-stream; empty: nothing

 private:
  mutable std::mutex mutex_;
  std::function<void()> wake_;
  std::string pending_;
  std::size_t events_ = 0;
  bool closed_ = false;
};

}  // namespace yilin::http
