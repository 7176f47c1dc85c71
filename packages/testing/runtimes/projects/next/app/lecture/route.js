import { lecture } from '../../lecture.js';

export const dynamic = 'force-dynamic';

export async function GET() {
  return Response.json(await lecture());
}
