#include "tests/e2e/watcher.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include <fmt/format.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace redress::e2e {

namespace beast = boost::beast;
namespace websocket = beast::websocket;
using tcp = boost::asio::ip::tcp;

struct Watcher::Parts {
  boost::asio::io_context io;
  websocket::stream<tcp::socket> stream{io};
  std::thread reader;
  std::mutex mutex;  // guards what follows
  std::condition_variable came;
  std::deque<boost::json::object> messages;
  bool over = false;
  int code = 0;
  int calls = 0;

  void read() {
    for (;;) {
      beast::flat_buffer buffer;
      boost::system::error_code failed;
      stream.read(buffer, failed);
      std::lock_guard const lock(mutex);
      if (failed) {
        over = true;
        code = stream.reason().code;
        came.notify_all();
        return;
      }
      messages.push_back(boost::json::parse(beast::buffers_to_string(buffer.data())).as_object());
      came.notify_all();
    }
  }

  template <class Wanted>
  std::optional<boost::json::object> take(Wanted wanted, std::chrono::milliseconds within) {
    std::unique_lock lock(mutex);
    auto at = messages.end();
    auto const there = [&] {
      at = std::find_if(messages.begin(), messages.end(), wanted);
      return at != messages.end() || over;
    };
    came.wait_for(lock, within, there);
    if (at == messages.end()) return std::nullopt;
    auto message = std::move(*at);
    messages.erase(at);
    return message;
  }
};

Watcher::Watcher(std::string const& url, std::string const& token) : parts_(std::make_unique<Parts>()) {
  auto const host = url.substr(std::string_view("http://").size());
  auto const colon = host.rfind(':');
  tcp::resolver resolver{parts_->io};
  boost::asio::connect(parts_->stream.next_layer(), resolver.resolve(host.substr(0, colon), host.substr(colon + 1)));
  parts_->stream.set_option(websocket::stream_base::decorator([token](websocket::request_type& request) {
    request.set(beast::http::field::authorization, "Bearer " + token);
  }));
  parts_->stream.handshake(host, "/rpc");
  parts_->reader = std::thread([parts = parts_.get()] { parts->read(); });
}

Watcher::~Watcher() { drop(); }

void Watcher::drop() {
  if (!parts_->reader.joinable()) return;
  boost::system::error_code ignored;
  parts_->stream.next_layer().shutdown(tcp::socket::shutdown_both, ignored);
  parts_->reader.join();
  parts_->stream.next_layer().close(ignored);
}

boost::json::object Watcher::call(std::string_view method, boost::json::object params) {
  auto const id = ++parts_->calls;
  boost::json::object const request{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(params)}};
  parts_->stream.write(boost::asio::buffer(boost::json::serialize(request)));
  auto answer = parts_->take(
      [id](auto const& message) {
        auto const* its = message.if_contains("id");
        return its && *its == id;
      },
      std::chrono::seconds(10));
  if (!answer) throw std::runtime_error(fmt::format("{} was not answered", method));
  return std::move(*answer);
}

std::optional<boost::json::object> Watcher::next(std::string_view method, std::chrono::milliseconds within) {
  auto message = parts_->take(
      [method](auto const& message) {
        auto const* its = message.if_contains("method");
        return its && its->is_string() && std::string_view(its->get_string()) == method;
      },
      within);
  if (!message) return std::nullopt;
  return std::move(message->at("params").as_object());
}

int Watcher::close_code(std::chrono::milliseconds within) {
  std::unique_lock lock(parts_->mutex);
  parts_->came.wait_for(lock, within, [this] { return parts_->over; });
  return parts_->over ? parts_->code : 0;
}

}  // namespace redress::e2e
