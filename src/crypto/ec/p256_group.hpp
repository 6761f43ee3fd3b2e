#pragma once

#include "crypto/ec/group_of.hpp"
#include "crypto/ec/weierstrass.hpp"

namespace assay::ec {

extern template void multiply_limbs(Limbs<P256Field>& __restrict, const Limbs<P256Field>&,
                                    const Limbs<P256Field>&) noexcept;
extern template void square_limbs(Limbs<P256Field>& __restrict, const Limbs<P256Field>&) noexcept;
extern template void multiply_subtract_limbs(Limbs<P256Field>& __restrict, const Limbs<P256Field>&,
                                             const Limbs<P256Field>&, const Limbs<P256Field>&,
                                             const Limbs<P256Field>&) noexcept;
extern template Limbs<P256Field> carry_limbs(Limbs<P256Field>) noexcept;
extern template struct Weierstrass<P256>;
// NOLINTNEXTLINE(cppcoreguidelines-virtual-class-destructor): the class is final
extern template class GroupOf<Weierstrass<P256>>;

}  // namespace assay::ec
