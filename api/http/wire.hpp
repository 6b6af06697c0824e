// The Asio types every connection is made of: one strand, one socket on it, coroutines that resume on it.
//
// Private to api/http: including this drags in Asio.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>

namespace redress::api::http {

namespace net = boost::asio;
using Tcp = net::ip::tcp;
using Clock = std::chrono::steady_clock;
using ErrorCode = boost::system::error_code;

/// Named in full rather than as any_io_executor, which costs an indirection at every step of every request.
using Strand = net::strand<net::io_context::executor_type>;
using Socket = net::basic_stream_socket<Tcp, Strand>;
using Timer = net::basic_waitable_timer<Clock, net::wait_traits<Clock>, Strand>;

template <class T = void>
using Awaitable = net::awaitable<T, Strand>;

/// Resumes the coroutine with the operation's result; errors are thrown.
inline constexpr net::use_awaitable_t<Strand> awaited{};
/// The same, with the error as the first of a tuple.
inline constexpr net::as_tuple_t<net::use_awaitable_t<Strand>> outcome{awaited};

}  // namespace redress::api::http
