// Money as whole minor units (fen, cents) of one currency, with checked arithmetic and exact allocation.
//
// No function rounds silently: what cannot be represented is a Fault, and `allocate` places every remainder.
#pragma once

#include "engine/base/fault.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redress {

/// Three upper-case letters, ISO 4217 ("CNY").
class Currency {
 public:
  constexpr Currency() = default;  // CNY: the platforms served first settle in it
  static Result<Currency> parse(std::string_view code);
  std::string_view code() const { return {letters_.data(), letters_.size()}; }
  bool operator==(Currency const&) const = default;

 private:
  std::array<char, 3> letters_{'C', 'N', 'Y'};
};

struct Money {
  std::int64_t minor = 0;
  Currency currency = {};

  bool operator==(Money const&) const = default;
};

/// Fault `invalid_params` on overflow or on two currencies.
Result<Money> add(Money a, Money b);
Result<Money> subtract(Money a, Money b);

/// "199.00" -> 19900, exactly; signs, exponents, blanks or more than two decimals are Faults. So platforms send yuan.
Result<Money> parse_yuan(std::string_view text);

/// 19900 -> "199.00".
std::string format_major(Money money);

/// Splits `total` over `weights` by largest remainder (ties: the earlier part), so that the parts add up to the total
/// exactly. Neither weights nor total may be negative; where all weights are 0, all of it goes to the first part.
std::vector<Money> allocate(Money total, std::span<std::int64_t const> weights);

/// base * per_mille / 1000, rounded half up to a whole minor unit; both must not be negative.
Result<Money> per_mille_of(Money base, std::int64_t per_mille);

/// {"minor":20007,"currency":"CNY"}
boost::json::object to_json(Money money);

/// `position` is where the value stands in the input, e.g. "order.paid".
Result<Money> money_from_json(boost::json::value const& value, std::string position);

}  // namespace redress
