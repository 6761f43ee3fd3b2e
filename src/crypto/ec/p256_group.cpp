// P-256 is the curve of most keys: its formulas are compiled for speed, all else for size.
#include "crypto/ec/p256_group.hpp"

namespace assay::ec {

template void multiply_limbs(Limbs<P256Field>& __restrict, const Limbs<P256Field>&,
                             const Limbs<P256Field>&) noexcept;
template void square_limbs(Limbs<P256Field>& __restrict, const Limbs<P256Field>&) noexcept;
template void multiply_subtract_limbs(Limbs<P256Field>& __restrict, const Limbs<P256Field>&,
                                      const Limbs<P256Field>&, const Limbs<P256Field>&,
                                      const Limbs<P256Field>&) noexcept;
template Limbs<P256Field> carry_limbs(Limbs<P256Field>) noexcept;
template struct Weierstrass<P256>;
// NOLINTNEXTLINE(cppcoreguidelines-virtual-class-destructor): the class is final
template class GroupOf<Weierstrass<P256>>;

}  // namespace assay::ec
